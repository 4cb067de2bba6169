"""What we last left on the platform: records, submissions, holds, the journal of runs, and the lease that guards them."""
