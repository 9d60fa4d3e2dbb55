"""What `thumbwalk bench` measures: decoding, the whole chain, start-up, press to pixel. It times, and never judges."""
