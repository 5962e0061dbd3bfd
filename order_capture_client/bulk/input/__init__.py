"""From files and frames to requests: columns, cells, carts."""
