-- A province's register for benchmarks, set by set: bodies, posts and holders in every county, firms, places, leases.
-- Identifiers follow each other as those of the register do. All names are made of codes and numbers.
SET session_replication_role = replica;
SELECT setseed(0.7);

CREATE TEMP TABLE seats AS
SELECT code FROM register_territory WHERE code LIKE '41%' AND length(code) <= 6 AND kind <> 'grouping';

CREATE TEMP TABLE kinds (kind text, leads boolean);
INSERT INTO kinds SELECT unnest(string_to_array('emergency,mine_safety,housing,transport,fire,market,police,water,energy,industry,culture_tourism,education,civil_affairs,health,commerce,agriculture,forestry,natural_resources,ecology,urban_management,committee_office', ',')), false;
INSERT INTO kinds VALUES ('party_committee', true), ('government', true);

-- One department in two hundred is missing.
INSERT INTO register_organization (id, name, kind, territory_code, placeholder, valid_from)
SELECT gen_random_uuid(), s.code || k.kind, k.kind, s.code, false, DATE '1949-10-01'
FROM seats s CROSS JOIN kinds k WHERE k.leads OR length(s.code) < 6 OR random() > 0.005;

INSERT INTO register_organization (id, name, kind, territory_code, placeholder, valid_from)
SELECT gen_random_uuid(), t.code || 'township', 'township', t.code, false, DATE '1949-10-01'
FROM register_territory t WHERE t.code LIKE '41%' AND length(t.code) = 9;

INSERT INTO register_post (id, organization_id, name, role, rank, is_duty_post, valid_from)
SELECT gen_random_uuid(), o.id, 'duty', CASE WHEN o.kind IN ('party_committee', 'government') THEN 'leader' ELSE 'regulator' END, 9, true, DATE '1949-10-01'
FROM register_organization o WHERE o.territory_code LIKE '41%';

-- Six deputies of every government, each in charge of lines of supervision.
INSERT INTO register_post (id, organization_id, name, role, rank, is_duty_post, valid_from)
SELECT gen_random_uuid(), o.id, 'deputy', 'leader', n, false, DATE '1949-10-01'
FROM register_organization o CROSS JOIN generate_series(1, 6) n WHERE o.kind = 'government' AND o.territory_code LIKE '41%';

INSERT INTO duty_portfolio (id, post_id, line, valid_from, recorded_at)
SELECT gen_random_uuid(), p.id, k.kind, DATE '2024-01-01', TIMESTAMPTZ '2024-01-01 00:00Z'
FROM register_post p JOIN (SELECT kind, 1 + row_number() OVER (ORDER BY kind) % 6 AS n FROM kinds WHERE NOT leads) k ON k.n = p.rank
WHERE p.name = 'deputy';

INSERT INTO duty_portfolio (id, post_id, line, valid_from, recorded_at)
SELECT gen_random_uuid(), p.id, '', DATE '2024-01-01', TIMESTAMPTZ '2024-01-01 00:00Z'
FROM register_post p JOIN register_organization o ON o.id = p.organization_id WHERE o.kind = 'government' AND p.is_duty_post;

-- Three posts in a hundred are vacant, two ran out, two holders cannot be reached.
CREATE TEMP TABLE held AS SELECT p.id AS post_id, gen_random_uuid() AS person_id, random() AS luck FROM register_post p;
INSERT INTO register_person (id, name, phone, phone_digest, identity_number, identity_digest, certificate_number)
SELECT person_id, 'holder', '', CASE WHEN luck BETWEEN 0.05 AND 0.07 THEN '' ELSE md5(person_id::text) END, '', '', '' FROM held;
INSERT INTO register_tenure (id, person_id, post_id, start, "end", planned_end, acting, reason, end_reason, recorded_at)
SELECT gen_random_uuid(), person_id, post_id, DATE '2024-01-01', CASE WHEN luck < 0.05 THEN DATE '2026-01-01' END,
CASE WHEN luck < 0.05 THEN DATE '2026-01-01' END, false, '', '', TIMESTAMPTZ '2024-01-01 00:00Z' FROM held WHERE luck > 0.03;

-- The mix of trades: how many in a thousand each division has.
CREATE TEMP TABLE mix (division text, share int);
INSERT INTO mix VALUES ('52',250),('51',120),('62',100),('80',60),('81',30),('72',50),('30',20),('13',20),('14',12),('17',8),('18',10),('20',8),('21',8),('22',5),('23',5),('24',6),('26',8),('27',3),('29',8),('31',3),('32',2),('33',14),('34',14),('35',12),('36',6),('38',8),('39',4),('41',2),('44',3),('45',2),('46',2),('47',14),('48',10),('49',12),('50',22),('53',2),('54',22),('55',1),('58',2),('59',6),('60',10),('61',16),('63',2),('65',12),('70',22),('71',6),('73',3),('74',6),('75',4),('78',3),('79',3),('82',3),('83',18),('84',8),('85',4),('86',2),('88',5),('89',6),('90',8),('06',1),('08',1),('10',2),('01',4),('03',6),('05',3);
CREATE TEMP TABLE trades AS
SELECT row_number() OVER () - 1 AS n, division FROM mix CROSS JOIN LATERAL generate_series(1, share);
CREATE TEMP TABLE towns AS
SELECT row_number() OVER (ORDER BY code) - 1 AS n, code FROM register_territory WHERE code LIKE '41%' AND length(code) = 9;

CREATE TEMP TABLE drawn AS
SELECT n, ('01990000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid AS id,
(power(random(), 1.4) * (SELECT count(*) FROM towns))::int % (SELECT count(*) FROM towns) AS town,
floor(random() * (SELECT count(*) FROM trades))::int AS trade,
random() AS kind, random() AS one, random() AS two, random() AS three, floor(random() * 6)::int AS leaf
FROM generate_series(1, :places) n;
ANALYZE drawn;

CREATE TEMP TABLE described AS
SELECT d.*, t.code, x.division, x.division || (ARRAY['10','11','14','20','31','90'])[d.leaf + 1] AS industry,
CASE WHEN d.kind > 0.1 THEN 'site' ELSE (ARRAY['dwelling','road','water','public_place','forest'])[1 + floor(d.kind * 50)::int % 5] END AS what
FROM drawn d JOIN towns t ON t.n = d.town JOIN trades x ON x.n = d.trade;
ANALYZE described;

INSERT INTO register_place (id, kind, name, territory_code, county_code, address, cell, keeper_name, warnings, valid_from)
SELECT id, what, 'place ' || n, code, left(code, 6), '', '', CASE WHEN what = 'site' OR one > 0.2 THEN 'keeper' ELSE '' END, '[]', DATE '2020-01-01'
FROM described ORDER BY n;

INSERT INTO register_enterprise (id, name, territory_code, principal_name, principal_phone, principal_phone_digest, valid_from)
SELECT id, 'firm ' || n, left(code, 6), '', '', '', DATE '2020-01-01' FROM described WHERE what = 'site' ORDER BY n;

INSERT INTO register_site (place_id, enterprise_id, industry_code, industry_name, hazardous_chemicals, traits)
SELECT id, id, industry, '', one < 0.02, (CASE
WHEN division = '62' AND two < 0.6 THEN '["gas_use"]'
WHEN division BETWEEN '13' AND '41' AND two < 0.06 THEN '["dust"]'
WHEN two > 0.93 THEN '["special_equipment"]' WHEN two > 0.9 THEN '["elevator", "special_equipment"]'
WHEN two > 0.88 THEN '["confined_space"]' WHEN two > 0.87 THEN '["ebike_charging"]' ELSE '[]' END)::jsonb
FROM described WHERE what = 'site' ORDER BY n;

INSERT INTO register_lease (id, site_id, landlord_name, let_from_id, safety_agreement_on, valid_from)
SELECT gen_random_uuid(), id, 'landlord ' || n / 50, CASE WHEN three < 0.001 THEN lag(id) OVER (ORDER BY n) END,
CASE WHEN one > 0.2 THEN DATE '2025-01-01' END, DATE '2024-01-01'
FROM described WHERE what = 'site' AND three < 0.03;

INSERT INTO register_majorinstallation (id, site_id, name, unit_kind, substances, exposed_people, s, r, alpha, level, working, bundle_hash, valid_from)
SELECT gen_random_uuid(), id, 'unit', 'storage', '[]', 10, 1, 1, 1, 3, '[]', '', DATE '2024-01-01'
FROM described WHERE what = 'site' AND division = '26' AND one < 0.05;

SET session_replication_role = DEFAULT;
ANALYZE;
