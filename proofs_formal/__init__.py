"""Machine-checked proofs (Coq, mathcomp), and the audit that says exactly what is proved and on what it rests."""
