(* Energy balance of the scattering transform: what the averages have not shown is still in the propagated signals.

   Mallat, "Group invariant scattering": if the wavelets and the low-pass filter satisfy the Littlewood-Paley condition with equality, then
   the wavelet transform is unitary, ||u * phi||^2 + sum_l ||u * psi_l||^2 = ||u||^2, the modulus keeps norms, and, layer by layer,
   ||f||^2 = sum_(m < M) ||S[Lambda^m] f||^2 + ||U[Lambda^M] f||^2.  Proved for every depth M on the cyclic group Z/N,
   for complex signals with LP = 1 and for real signals with the sum LP_real that counts k and -k together.

   Difference from the paper: Z/N instead of R^d.  That the last term tends to 0 as M grows, Mallat's Theorem 2.6, is not claimed: it needs
   more than LP = 1, as a bank with a wavelet that passes frequency 0 shows. *)
From mathcomp Require Import all_ssreflect all_algebra all_field.
From Companion Require Import Network Fourier.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma normsq_modulus (C : numDomainType) (n : nat) (u : signal C (cyclic n)) : normsq (modulus u) = normsq u.
Proof. by apply: eq_bigr => x _; rewrite ffunE normr_id. Qed.

(* If the filters keep the energy of every propagated signal, the energies of the layers add up. *)
Lemma balance_of_layers (C : numClosedFieldType) (n : nat) (b : bank C n) (M : nat) (f : signal C (cyclic n)) :
  (forall m (q : path (scattering b) m), (m < M)%N ->
     normsq (conv (phi b) (U q f)) + \sum_l normsq (conv (psi b l) (U q f)) = normsq (U q f)) ->
  normsq f = \sum_(m < M) \sum_(q : path (scattering b) m) normsq (Phi q f) + \sum_(q : path (scattering b) M) normsq (U q f).
Proof.
elim: M => [_|M IH keep]; first by rewrite big_ord0 add0r sum_empty_path.
rewrite big_ord_recr -addrA sum_paths -big_split IH => [|m q mM]; last by apply: keep; exact: ltnW.
congr (_ + _); apply: eq_bigr => q _; rewrite -keep // /Phi /=; congr (_ + _).
by apply: eq_bigr => l _; rewrite normsq_modulus.
Qed.

(* Complex signals, Parseval bank: |phi^[k]|^2 + sum_l |psi_l^[k]|^2 = 1 at every frequency. *)
Theorem energy_balance (C : numClosedFieldType) (n : nat) (z : C) (b : bank C n) (M : nat) (f : signal C (cyclic n)) :
  n.+1.-primitive_root z -> (forall k, LP z b k = 1) ->
  normsq f = \sum_(m < M) \sum_(q : path (scattering b) m) normsq (Phi q f) + \sum_(q : path (scattering b) M) normsq (U q f).
Proof.
move=> zP lp; apply: balance_of_layers => m q _.
rewrite (bank_energy_eq zP) [RHS](normsq_dft zP); congr (_ * _).
by apply: eq_bigr => k _; rewrite lp mul1r.
Qed.

(* Real signals: |phi^[k]|^2 + (1/2) sum_l (|psi_l^[k]|^2 + |psi_l^[-k]|^2) = 1 at every frequency. *)
Theorem energy_balance_real (C : numClosedFieldType) (n : nat) (z : C) (b : bank C n) (M : nat) (f : signal C (cyclic n)) :
  n.+1.-primitive_root z -> real_signal f -> (forall k, LP_real z b k = 1) ->
  normsq f = \sum_(m < M) \sum_(q : path (scattering b) m) normsq (Phi q f) + \sum_(q : path (scattering b) M) normsq (U q f).
Proof.
move=> zP fR lp; apply: balance_of_layers => m q _.
rewrite (bank_energy_real_eq zP) ?[RHS](normsq_dft zP); last exact: (U_real q fR).
by congr (_ * _); apply: eq_bigr => k _; rewrite lp mul1r.
Qed.
