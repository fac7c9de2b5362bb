"""HTTP manners shared by every API: errors, pages, versions, retries, strictness, schema."""
