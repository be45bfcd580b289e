// Command verify checks a published log, receipts and whole lives with Go's reference library (golang.org/x/mod/sumdb)
// and none of our own code.
//
//	verify log DIR                     every entry, every hash, the signed head
//	verify grown OLD NEW PROOF VKEYS   two checkpoints and the hashes between them, one a line
//	verify receipt FILE ENTRY VKEYS    a .tlog-proof and the entry that it is about
//	verify life FILE VKEYS             an object's whole history, every field opened
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	var err error
	args := append(os.Args[1:], "", "", "", "", "")
	switch args[0] {
	case "log":
		err = checkLog(args[1])
	case "grown":
		err = checkGrown(args[1], args[2], args[3], args[4])
	case "receipt":
		err = checkReceipt(args[1], args[2], args[3])
	case "life":
		err = checkLife(args[1], args[2])
	default:
		err = fmt.Errorf("verify log|grown|receipt|life")
	}
	if err != nil {
		fmt.Println("FAIL", err)
		os.Exit(1)
	}
	fmt.Println("OK")
}

// witness verifies cosignature/v1, which x/mod does not know: the signature says when, and signs that too.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.hash }
func (w witness) Verify(msg, sig []byte) bool {
	if len(sig) != 72 {
		return false
	}
	head := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(sig))
	return ed25519.Verify(w.key, append([]byte(head), msg...), sig[8:])
}

func verifiers(file string) (note.Verifiers, string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, "", err
	}
	var list []note.Verifier
	for _, line := range strings.Fields(string(data)) {
		parts := strings.SplitN(line, "+", 3)
		if len(parts) != 3 {
			return nil, "", fmt.Errorf("key %q", line)
		}
		key, err := base64.StdEncoding.DecodeString(parts[2])
		if err != nil || len(key) != 33 {
			return nil, "", fmt.Errorf("key %q", line)
		}
		if key[0] == 4 {
			sum := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
			list = append(list, witness{parts[0], binary.BigEndian.Uint32(sum[:]), key[1:]})
			continue
		}
		one, err := note.NewVerifier(line)
		if err != nil {
			return nil, "", err
		}
		list = append(list, one)
	}
	if len(list) == 0 {
		return nil, "", fmt.Errorf("no keys in %s", file)
	}
	return note.VerifierList(list...), list[0].Name(), nil
}

// open believes a checkpoint that the log signed and parses it by hand: tlog.ParseTree knows go.sum's header only.
func open(data []byte, keys string) (tlog.Tree, error) {
	var tree tlog.Tree
	known, origin, err := verifiers(keys)
	if err != nil {
		return tree, err
	}
	opened, err := note.Open(data, known)
	if err != nil {
		return tree, err
	}
	fromLog := false
	for _, sig := range opened.Sigs {
		fromLog = fromLog || sig.Name == origin
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != origin || !fromLog {
		return tree, fmt.Errorf("not a checkpoint of %s", origin)
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return tree, err
	}
	tree.Hash, err = tlog.ParseHash(lines[2])
	fmt.Printf("checkpoint of %d, %d signatures\n", tree.N, len(opened.Sigs))
	return tree, err
}

// checkLog computes the tree again from the entries alone and compares every tile with it. tlog.TileHashReader would do with
// less, but version 0.7.0, which Debian 12 carries, leaves some of the tiles it reads unauthenticated.
func checkLog(dir string) error {
	data, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return err
	}
	tree, err := open(data, filepath.Join(dir, "vkeys"))
	if err != nil {
		return err
	}
	var stored []tlog.Hash
	read := tlog.HashReaderFunc(func(places []int64) (hashes []tlog.Hash, err error) {
		for _, place := range places {
			hashes = append(hashes, stored[place])
		}
		return hashes, nil
	})
	for start := int64(0); start < tree.N; start += 256 {
		width := 256
		if start+256 > tree.N {
			width = int(tree.N - start)
		}
		name := path(tlog.Tile{H: 8, L: -1, N: start / 256, W: width})
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		for i := start; i < start+int64(width); i++ {
			if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
				return fmt.Errorf("bundle %s breaks off", name)
			}
			size := int(binary.BigEndian.Uint16(data))
			more, err := tlog.StoredHashes(i, data[2:2+size], read)
			if err != nil {
				return err
			}
			stored = append(stored, more...)
			data = data[2+size:]
		}
		if len(data) != 0 {
			return fmt.Errorf("bundle %s goes on", name)
		}
	}
	if root, err := tlog.TreeHash(tree.N, read); err != nil || root != tree.Hash {
		return fmt.Errorf("the entries do not make the signed head")
	}
	checked := 0
	for _, tile := range tlog.NewTiles(8, 0, tree.N) {
		// Of the widths that the last tile of a level had, only the present one must be there.
		if tile.W < 256 && int64(tile.W) != tree.N>>uint(8*tile.L)-tile.N<<8 {
			continue
		}
		checked++
		want, err := tlog.ReadTileData(tile, read)
		if err != nil {
			return err
		}
		found, err := os.ReadFile(filepath.Join(dir, path(tile)))
		if err != nil {
			return err
		}
		if !bytes.Equal(found, want) {
			return fmt.Errorf("%s differs", path(tile))
		}
	}
	fmt.Printf("%d entries, %d tiles\n", tree.N, checked)
	return nil
}

// path is a tile's name as c2sp.org/tlog-tiles writes it; x/mod puts the height before the level and calls entries data.
func path(tile tlog.Tile) string {
	name := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
	return strings.Replace(name, "tile/data/", "tile/entries/", 1)
}

func hashLines(lines []string) (proof []tlog.Hash, err error) {
	for _, line := range lines {
		one, err := tlog.ParseHash(line)
		if err != nil {
			return nil, err
		}
		proof = append(proof, one)
	}
	return proof, nil
}

func checkGrown(older, newer, proof, keys string) error {
	var trees [2]tlog.Tree
	for i, file := range []string{older, newer} {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if trees[i], err = open(data, keys); err != nil {
			return err
		}
	}
	data, err := os.ReadFile(proof)
	if err != nil {
		return err
	}
	hashes, err := hashLines(strings.Fields(string(data)))
	if err != nil {
		return err
	}
	return tlog.CheckTree(hashes, trees[1].N, trees[1].Hash, trees[0].N, trees[0].Hash)
}

func checkReceipt(file, entry, keys string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	head, checkpoint, found := bytes.Cut(data, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !found || lines[0] != "c2sp.org/tlog-proof@v1" {
		return fmt.Errorf("not a receipt")
	}
	if strings.HasPrefix(lines[1], "extra ") {
		lines = lines[1:]
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	hashes, err := hashLines(lines[2:])
	if err != nil {
		return err
	}
	tree, err := open(checkpoint, keys)
	if err != nil {
		return err
	}
	record, err := os.ReadFile(entry)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(hashes, tree.N, tree.Hash, index, tlog.RecordHash(record))
}

type opened struct{ Field, Salt, Value string }

type life struct {
	Format, Checkpoint string
	Facts              []struct {
		Index  int64
		Entry  string
		Proof  []string
		Opened []opened
	}
}

// commitment is the RFC 6962 root over the fields' salted hashes in the order of their names.
func commitment(fields []opened) (string, error) {
	sort.Slice(fields, func(i, j int) bool { return fields[i].Field < fields[j].Field })
	var stored []tlog.Hash
	read := tlog.HashReaderFunc(func(places []int64) (hashes []tlog.Hash, err error) {
		for _, place := range places {
			hashes = append(hashes, stored[place])
		}
		return hashes, nil
	})
	for i, one := range fields {
		salt, err := hex.DecodeString(one.Salt)
		if err != nil {
			return "", err
		}
		text := append(append([]byte("fangwei/c/v1\x00"), salt...), one.Field+"\x00"+one.Value...)
		sum := sha256.Sum256(text)
		more, err := tlog.StoredHashes(int64(i), sum[:], read)
		if err != nil {
			return "", err
		}
		stored = append(stored, more...)
	}
	root, err := tlog.TreeHash(int64(len(fields)), read)
	return hex.EncodeToString(root[:]), err
}

func checkLife(file, keys string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var told life
	if err := json.Unmarshal(data, &told); err != nil {
		return err
	}
	if told.Format != "fangwei-life@v1" {
		return fmt.Errorf("format %q", told.Format)
	}
	tree, err := open([]byte(told.Checkpoint), keys)
	if err != nil {
		return err
	}
	before, fields := "", 0
	for i, fact := range told.Facts {
		var entry struct {
			N    int
			Prev string
			C    string
		}
		if err := json.Unmarshal([]byte(fact.Entry), &entry); err != nil {
			return err
		}
		var proof []tlog.Hash
		for _, one := range fact.Proof {
			var hash tlog.Hash
			if n, err := hex.Decode(hash[:], []byte(one)); err != nil || n != 32 {
				return fmt.Errorf("fact %d: hash", i+1)
			}
			proof = append(proof, hash)
		}
		leaf := tlog.RecordHash([]byte(fact.Entry))
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, fact.Index, leaf); err != nil {
			return fmt.Errorf("fact %d: %v", i+1, err)
		}
		if entry.N != i+1 || entry.Prev != before {
			return fmt.Errorf("fact %d does not follow", i+1)
		}
		if len(fact.Opened) > 0 {
			sum, err := commitment(fact.Opened)
			if err != nil || sum != entry.C {
				return fmt.Errorf("fact %d says something else", i+1)
			}
		}
		before = hex.EncodeToString(leaf[:])
		fields += len(fact.Opened)
	}
	fmt.Printf("%d facts, %d fields\n", len(told.Facts), fields)
	return nil
}
