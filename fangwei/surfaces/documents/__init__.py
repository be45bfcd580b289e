"""Official papers for those who may read their case: seen, downloaded, drawn up, served, withdrawn; a case bound into one file."""
