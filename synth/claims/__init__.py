"""Claims: prose to a test, the test over a table of measurements, and what it says."""
