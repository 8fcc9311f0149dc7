(* The energy that a scattering transform has not shown decays, on Z/N by the factor 1 - 2/N in every layer but the first.

   Mallat, "Group invariant scattering", Theorem 2.6: for admissible wavelets the energy of the propagated signals tends to 0 with the
   depth, so that all of it reaches the outputs.  On a finite grid it is enough that wavelets have mean zero: numbers that sum to 0
   satisfy 2 sum |y_i|^2 <= (sum |y_i|)^2, so the average, which keeps the frequency 0, receives at least the share 2/N of every modulus.
   Proved for every depth, for real signals with the sum LP_real that counts k and -k together.

   Difference from the paper: Z/N, N >= 2, instead of R^d; a rate, which tends to 1 as N grows and says nothing about R^d; mean zero in
   the place of admissibility. *)
From mathcomp Require Import all_ssreflect all_algebra all_field.
From Companion Require Import Network Fourier EnergyBalance.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* No entry of a vector of sum 0 is more than half of the sum of the moduli. *)
Theorem zero_sum (F : numDomainType) (I : finType) (y : signal F I) :
  \sum_i y i = 0 -> 2%:R * normsq y <= (\sum_i `|y i|) ^+ 2.
Proof.
move=> y0; rewrite /normsq mulr_sumr expr2 mulr_suml ler_sum // => i _.
rewrite expr2 mulrCA ler_wpmul2l // (bigD1 i) //= mulr_natl mulr2n ler_add2l.
by move/eqP: y0; rewrite (bigD1 i) //= addr_eq0 => /eqP ->; rewrite normrN ler_norm_sum.
Qed.

Section Decay.
Variables (C : numClosedFieldType) (n : nat) (z : C) (b : bank C n).
Notation N := n.+1.
Hypotheses (zP : N.-primitive_root z) (lp : forall k, LP_real z b k = 1) (mean_zero : forall l, \sum_x psi b l x = 0).
Implicit Types u v f : signal C (cyclic n).

Lemma dft0 u : dft z u 0 = \sum_x u x.
Proof. by rewrite ffunE; apply: eq_bigr => x _; rewrite mul0n expr0 rmorph1 mulr1. Qed.

Lemma average_keeps_mean : `|dft z (phi b) 0| ^+ 2 = 1.
Proof.
have := lp 0; rewrite /LP_real [X in _ + _ * X]big1 ?mulr0 ?addr0 // => l _.
by rewrite oppr0 dft0 mean_zero normr0 expr0n addr0.
Qed.

(* What the average receives of any signal. *)
Lemma mean_received u : N%:R^-1 * `|\sum_x u x| ^+ 2 <= normsq (conv (phi b) u).
Proof.
rewrite [normsq _](normsq_dft zP) ler_wpmul2l ?invr_ge0 ?ler0n // [X in _ <= X](bigD1 0) //= (dft_conv_eq zP) normrM exprMn.
rewrite dft0 [`|dft _ (phi b) _| ^+ 2]average_keeps_mean mulr1 ler_addl sumr_ge0 // => k _.
by rewrite exprn_ge0.
Qed.

(* Every band has mean zero. *)
Lemma band_zero l v : \sum_x conv (psi b l) v x = 0.
Proof.
under eq_bigr do rewrite ffunE; rewrite exchange_big big1 //= => y _.
by rewrite -mulr_sumr (reindex_inj (addIr y)) /=; under eq_bigr do rewrite addrK; rewrite mean_zero mulr0.
Qed.

Lemma share_received l v (u := modulus (conv (psi b l) v)) : 2%:R / N%:R * normsq u <= normsq (conv (phi b) u).
Proof.
apply: le_trans (mean_received u); rewrite -mulrA mulrCA ler_wpmul2l ?invr_ge0 ?ler0n // normsq_modulus.
have -> : \sum_x u x = \sum_x `|conv (psi b l) v x| by apply: eq_bigr => x _; rewrite ffunE.
by rewrite ger0_norm ?sumr_ge0 // zero_sum // band_zero.
Qed.

Lemma layer_keeps u : real_signal u -> normsq (conv (phi b) u) + \sum_l normsq (conv (psi b l) u) = normsq u.
Proof.
move=> uR; rewrite (bank_energy_real_eq zP) // [RHS](normsq_dft zP); congr (_ * _).
by apply: eq_bigr => k _; rewrite lp mul1r.
Qed.

Notation energy m f := (\sum_(q : path (scattering b) m) normsq (U q f)).

Lemma decay m f : energy m.+2 f <= (1 - 2%:R / N%:R) * energy m.+1 f.
Proof.
rewrite sum_paths mulr_sumr ler_sum // => q _ /=.
under eq_bigr do rewrite normsq_modulus.
have uR : real_signal (U q f) by move=> x; rewrite /= ffunE normr_real.
rewrite mulrBl mul1r ler_subr_addr -[X in _ <= X](layer_keeps uR) addrC ler_add2r.
exact: share_received.
Qed.
End Decay.

(* Every layer but the first loses at least the share 2/N of what is under way.  The signal may be complex. *)
Theorem energy_decay (C : numClosedFieldType) (n : nat) (z : C) (b : bank C n) (m : nat) (f : signal C (cyclic n)) :
  n.+1.-primitive_root z -> (forall k, LP_real z b k = 1) -> (forall l, \sum_x psi b l x = 0) ->
  \sum_(q : path (scattering b) m.+2) normsq (U q f)
    <= (1 - 2%:R / n.+1%:R) * \sum_(q : path (scattering b) m.+1) normsq (U q f).
Proof. by move=> zP lp mz; exact: (decay zP lp mz). Qed.

(* What the orders 0, ..., M have not shown of a real signal on at least two points. *)
Theorem energy_residual (C : numClosedFieldType) (n : nat) (z : C) (b : bank C n) (M : nat) (f : signal C (cyclic n)) :
  n.+1.-primitive_root z -> real_signal f -> (forall k, LP_real z b k = 1) -> (forall l, \sum_x psi b l x = 0) -> (0 < n)%N ->
  normsq f - \sum_(m < M.+1) \sum_(q : path (scattering b) m) normsq (Phi q f) <= (1 - 2%:R / n.+1%:R) ^+ M * normsq f.
Proof.
move=> zP fR lp mz n0; have rate0 : 0 <= 1 - 2%:R / n.+1%:R :> C.
  by rewrite subr_ge0 ler_pdivr_mulr ?ltr0Sn // mul1r ler_nat.
rewrite {1}(energy_balance_real M.+1 zP fR lp) addrC addKr.
elim: M => [|M IH]; last first.
  by apply: le_trans (energy_decay M f zP lp mz) _; rewrite exprS -mulrA ler_wpmul2l.
rewrite expr0 mul1r (energy_balance_real 1 zP fR lp) ler_addr sumr_ge0 // => m _.
by rewrite sumr_ge0 // => q _; exact: normsq_ge0.
Qed.
