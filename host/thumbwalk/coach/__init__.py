"""Targets, scoring and drills: what is asked for, and how near the hands came."""
