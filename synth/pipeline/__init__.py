"""The stages from a question to a report, each resumable: what a stage has done is done, whatever happens to the next."""
