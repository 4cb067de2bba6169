"""What a job does with a plan after it was made: a comment, issues, notices. Decides nothing about stores."""
