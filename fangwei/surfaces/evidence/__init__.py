"""Evidence files for those who may read their case: the bytes as they were handed in, and small pictures of them."""
