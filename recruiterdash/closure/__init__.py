"""Nobody left untold: promises kept, holding messages in time, and somebody who is there for everybody."""
