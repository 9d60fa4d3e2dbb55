"""What a touch earns: measures against bands, comfort, flow, advice and faults."""
