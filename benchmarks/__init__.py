"""What recruiterdash exists for, measured as ratios in one run."""
