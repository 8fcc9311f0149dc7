(* Scattering becomes translation invariant: how far the scattering transform of Z/N moves when its signal is translated.

   Mallat, "Group invariant scattering", Theorem 2.10: the limit is zero as the scale of the average grows.  The bounds here are at one
   scale and follow from commutation of convolutions and modulus with translations, and from Plancherel: the low-pass filter passes few of the
   frequencies at which a translation moves a signal.  Frequencies are in radians per sample, |w| = 2 pi |k| / N for the k-th.

   Proved, for all orders below M together: with K >= |w| |phi^(w)| at all frequencies the change under a shift by c samples is at most
   K |c| times the norm of all propagated signals, hence for a real signal and LP_real <= 1 at most K |c| sqrt(M) ||f||; if phi^ vanishes
   above the frequency B, at most B |c| ||f||, whatever M; and there is none if phi^ vanishes off the frequency 0.

   Differences from the paper: Z/N instead of R^d, whole samples, one scale (K is 2^(-J) K_0 for dilates), and no limit; norms
   are squared.  |c| is the distance of c from the multiples of N, so that it may be smaller than the number of samples. *)
From mathcomp Require Import all_ssreflect all_algebra all_field.
From mathcomp Require Import reals trigo.
From mathcomp Require Import ring.
From Companion Require Import Network Fourier TranslationInvariance TranslationInvariancePi.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Paths.
Variables (C : numClosedFieldType) (n : nat) (z : C) (b : bank C n).
Hypothesis zP : n.+1.-primitive_root z.
Implicit Types (f g u : signal C (cyclic n)) (c : 'I_n.+1).

Lemma modulus_commutes : covariant (@modulus C n).
Proof. by move=> c f; apply/ffunP => x; rewrite !ffunE. Qed.

Lemma Phi_shift m (q : path (scattering b) m) c f : 
  Phi q (shift c f : signal C (grid (scattering b) 0)) = shift c (conv (phi b) (U q f)).
Proof.
apply: (@features_covariant _ _ (fun=> b) (fun=> @modulus C n) (fun=> id)) => k _.
by split=> //; exact: modulus_commutes.
Qed.

(* What the filter lets through moves little if only slow frequencies pass. *)
Lemma passed_difference c g u (D : C) : (forall k : 'I_n.+1, dft z g k != 0 -> `|z ^+ (k * c) - 1| ^+ 2 <= D) ->
  normsq (shift c (conv g u) - conv g u) <= D * normsq (conv g u).
Proof.
move=> sup; rewrite (normsq_dft zP (_ - _)) (normsq_dft zP (conv g u)) [D * _]mulrCA ler_wpmul2l ?invr_ge0 ?ler0n // mulr_sumr.
apply: ler_sum => k _.
have -> : dft z (shift c (conv g u) - conv g u) k = ((z ^+ (k * c))^* - 1) * dft z (conv g u) k.
  rewrite mulrBl mul1r -(dft_shift_eq zP) !ffunE -sumrB.
  by apply: eq_bigr => x _; rewrite !ffunE mulrBl.
rewrite normrM exprMn -[in X in X <= _](norm_conjC (_ - 1)) rmorphB conjCK rmorph1 dft_conv_eq //.
have [->|g0] := eqVneq (dft z g k) 0; first by rewrite mulr0 normr0 expr0n !mulr0.
by rewrite ler_wpmul2r ?exprn_ge0 ?normr_ge0 // sup.
Qed.

Lemma normsq_eq0 f : normsq f <= 0 -> f = 0.
Proof.
move=> le; have /eqP : normsq f = 0 by apply/eqP; rewrite eq_le le normsq_ge0.
rewrite psumr_eq0 => [/allP f0|x _]; last by rewrite exprn_ge0.
apply/ffunP => x; have := f0 x (mem_index_enum _); rewrite /= sqrf_eq0 normr_eq0 => /eqP ->.
by rewrite ffunE.
Qed.

(* All propagated signals of one order have together at most the energy of a real signal. *)
Lemma propagated_energy m f : real_signal f -> (forall k, LP_real z b k <= 1) ->
  \sum_(q : path (scattering b) m) normsq (U q f) <= normsq f.
Proof.
move=> fR lp; have z0 : real_signal (0 : signal C (cyclic n)) by move=> x; rewrite ffunE real0.
have U0 (q : path (scattering b) m) : U q 0 = 0.
  apply: U_zero => k _; split=> //; apply/ffunP => x.
  by rewrite !ffunE normr0.
have := scattering_nonexpansive_real m zP fR z0 lp; rewrite subr0.
apply: le_trans; rewrite -[X in X <= _]add0r; apply: ler_add.
  by apply: sumr_ge0 => k _; apply: sumr_ge0 => q _; exact: normsq_ge0.
by apply: ler_sum => q _; rewrite U0 subr0.
Qed.
End Paths.

(* The averages are invariant if the filter passes nothing but the mean. *)
Theorem scattering_exact (C : numClosedFieldType) (n : nat) (z : C) (b : bank C n) (m : nat) (q : path (scattering b) m)
    (c : 'I_n.+1) (f : signal C (cyclic n)) :
  n.+1.-primitive_root z -> (forall k : 'I_n.+1, k != ord0 -> dft z (phi b) k = 0) ->
  Phi q (shift c f : signal C (grid (scattering b) 0)) = Phi q f.
Proof.
move=> zP mean; rewrite Phi_shift //; apply/eqP; rewrite -subr_eq0; apply/eqP/normsq_eq0.
rewrite -[X in _ <= X](mul0r (normsq (conv (phi b) (U q f)))); apply: (passed_difference zP) => k.
have [->|/mean ->] := eqVneq k ord0; last by rewrite eqxx.
by rewrite mul0n expr0 subrr normr0 expr0n.
Qed.

Section Bounds.
Variables (R : realType) (C : numClosedFieldType) (iota : {rmorphism R -> C}).
Hypothesis iotaR : forall x, iota x \is Num.real.
Variable n : nat.
Implicit Types (k c : 'I_n.+1).

(* |w| = 2 pi |k| / N, the k-th frequency in radians per sample *)
Definition radians k : R := 2%:R * pi * (size_mod k)%:R / n.+1%:R.

Lemma radians_ge0 k : 0 <= radians k.
Proof. by rewrite /radians divr_ge0 ?mulr_ge0 ?ler0n ?pi_ge0. Qed.

Lemma radians_chord k c : `|exp_root iota n ^+ (k * c) - 1| <= iota (radians k * (size_mod c)%:R).
Proof.
apply: le_trans (size_mod_chord2 (exp_root_primitive iotaR n) k c) _.
have N0 : 0 < n.+1%:R :> C by rewrite ltr0n.
have le := perimeter_le iotaR n; rewrite /perimeter mulrC -ler_pdivl_mulr // in le.
apply: le_trans (ler_wpmul2l _ le) _; first by rewrite mulr_ge0 ?ler0n.
have -> : iota (radians k * (size_mod c)%:R) = iota (pi *+ 2) * (size_mod k)%:R / n.+1%:R * (size_mod c)%:R.
  by rewrite /radians mulr_natl !rmorphM fmorphV !rmorph_nat.
by move: (iota _) (n.+1%:R^-1) (size_mod k)%:R (size_mod c)%:R => p N s t; rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
Qed.
End Bounds.

(* The change is at most K |c| times the norm of all propagated signals. *)
Theorem scattering_shift_paths (R : realType) (C : numClosedFieldType) (iota : {rmorphism R -> C}) (n : nat) (b : bank C n)
    (M : nat) (c : 'I_n.+1) (K : R) (f : signal C (cyclic n)) :
  (forall x, iota x \is Num.real) ->
  (forall k : 'I_n.+1, iota (radians R k) * `|dft (exp_root iota n) (phi b) k| <= iota K) ->
  \sum_(m < M) \sum_(q : path (scattering b) m)
    normsq (Phi q (shift c f : signal C (grid (scattering b) 0)) - Phi q f)
  <= iota ((K * (size_mod c)%:R) ^+ 2) * \sum_(m < M) \sum_(q : path (scattering b) m) normsq (U q f).
Proof.
move=> iotaR decay; rewrite mulr_sumr; apply: ler_sum => m _; rewrite mulr_sumr; apply: ler_sum => q _.
rewrite Phi_shift //; apply: (shift_difference (exp_root_primitive iotaR n)) => k.
have c0 : 0 <= iota (size_mod c)%:R by rewrite iota_ge0 ?ler0n.
have K0 : 0 <= iota K.
  by apply: le_trans (decay ord0); rewrite mulr_ge0 ?normr_ge0 // iota_ge0 // radians_ge0.
rewrite -exprMn rmorphX ler_pexpn2r ?nnegrE ?rmorphM ?mulr_ge0 ?normr_ge0 //.
apply: le_trans (ler_wpmul2r (normr_ge0 _) (radians_chord iotaR k c)) _.
by rewrite [X in X * _]rmorphM mulrAC ler_wpmul2r.
Qed.

(* For real signals and LP_real <= 1 every order has at most the energy of the signal. *)
Theorem scattering_shift_rate (R : realType) (C : numClosedFieldType) (iota : {rmorphism R -> C}) (n : nat) (b : bank C n)
    (M : nat) (c : 'I_n.+1) (K : R) (f : signal C (cyclic n)) :
  (forall x, iota x \is Num.real) -> real_signal f -> (forall k, LP_real (exp_root iota n) b k <= 1) ->
  (forall k : 'I_n.+1, iota (radians R k) * `|dft (exp_root iota n) (phi b) k| <= iota K) ->
  \sum_(m < M) \sum_(q : path (scattering b) m)
    normsq (Phi q (shift c f : signal C (grid (scattering b) 0)) - Phi q f)
  <= iota ((K * (size_mod c)%:R) ^+ 2 * M%:R) * normsq f.
Proof.
move=> iotaR fR lp decay; apply: le_trans (scattering_shift_paths M c f iotaR decay) _.
rewrite [iota (_ * M%:R)]rmorphM rmorph_nat -[X in _ <= X]mulrA ler_wpmul2l ?iota_ge0 ?sqr_ge0 //.
have -> : M%:R * normsq f = \sum_(m < M) normsq f by rewrite sumr_const card_ord mulr_natl.
by apply: ler_sum => m _; exact: (propagated_energy (exp_root_primitive iotaR n) m fR lp).
Qed.

(* If the filter passes no frequency above B, the depth does not enter. *)
Theorem scattering_shift_band (R : realType) (C : numClosedFieldType) (iota : {rmorphism R -> C}) (n : nat) (b : bank C n)
    (M : nat) (c : 'I_n.+1) (B : R) (f : signal C (cyclic n)) :
  (forall x, iota x \is Num.real) -> real_signal f -> (forall k, LP_real (exp_root iota n) b k <= 1) ->
  (forall k : 'I_n.+1, dft (exp_root iota n) (phi b) k != 0 -> radians R k <= B) ->
  \sum_(m < M) \sum_(q : path (scattering b) m)
    normsq (Phi q (shift c f : signal C (grid (scattering b) 0)) - Phi q f)
  <= iota ((B * (size_mod c)%:R) ^+ 2) * normsq f.
Proof.
move=> iotaR fR lp band; have zP := exp_root_primitive iotaR n.
have z0 : real_signal (0 : signal C (cyclic n)) by move=> x; rewrite ffunE real0.
have D0 : 0 <= iota ((B * (size_mod c)%:R) ^+ 2) by rewrite iota_ge0 ?sqr_ge0.
apply: le_trans (_ : iota ((B * (size_mod c)%:R) ^+ 2) * (\sum_(m < M) \sum_(q : path (scattering b) m) normsq (Phi q f)) <= _).
  rewrite mulr_sumr; apply: ler_sum => m _; rewrite mulr_sumr; apply: ler_sum => q _.
  rewrite Phi_shift //; apply: (passed_difference zP) => k /band le.
  have cR : 0 <= (size_mod c)%:R :> R by rewrite ler0n.
  have Bc0 : 0 <= iota (B * (size_mod c)%:R).
    by rewrite iota_ge0 // mulr_ge0 // (le_trans (radians_ge0 R k)).
  rewrite rmorphX ler_pexpn2r ?nnegrE ?normr_ge0 //.
  by apply: le_trans (radians_chord iotaR k c) _; rewrite iota_le // ler_wpmul2r.
rewrite ler_wpmul2l // -[X in _ <= normsq X]subr0.
apply: le_trans (scattering_nonexpansive_real M zP fR z0 lp); rewrite -[X in X <= _]addr0; apply: ler_add.
  apply: ler_sum => m _; apply: ler_sum => q _; rewrite /Phi U_zero ?(raddf0, subr0) // => k _.
  by split=> //; apply/ffunP => x; rewrite !ffunE normr0.
by apply: sumr_ge0 => q _; exact: normsq_ge0.
Qed.
