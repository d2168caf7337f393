"""Claims: which sentences claim something that can be checked, and the parts that can be right or wrong on their own."""
