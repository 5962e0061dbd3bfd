"""The contract, and the program that generates the client's models, operations and reference pages from it."""
