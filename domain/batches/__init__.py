"""What a run over files is made of: its manifest, its transform jobs, and one record for each input."""
