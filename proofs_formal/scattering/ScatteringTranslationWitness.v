(* The hypotheses of ScatteringTranslation.v can be met, with bounds that are not 0, over R[i]; and those of [scattering_exact] on Z/3. *)
From mathcomp Require Import all_ssreflect all_algebra all_field.
From mathcomp Require Import reals trigo.
From mathcomp.real_closed Require Import complex.
From Companion Require Import Network Fourier FourierWitness TranslationInvariance TranslationInvariancePi TranslationInvariancePiWitness.
From Companion Require Import ScatteringTranslation.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Local Open Scope complex_scope.

(* The Haar bank on Z/N: all frequencies are at most 2 pi, and |phi^| <= 1. *)
Theorem scattering_translation_witness (R : realType) (n : nat) (C := [numClosedFieldType of R[i]])
    (iota := [rmorphism of real_complex R] : {rmorphism R -> C}) :
  [/\ forall x, iota x \is Num.real,
      forall k, LP_real (exp_root iota n.+1) (haar C n) k = 1,
      forall k : 'I_n.+2, iota (radians R k) * `|dft (exp_root iota n.+1) (phi (haar C n)) k| <= iota (2%:R * pi),
      forall k : 'I_n.+2, radians R k <= 2%:R * pi
    & phi (haar C n) 0 = 2%:R^-1].
Proof.
have iotaR (x : R) : iota x \is Num.real := real_complex_real x.
have zP := exp_root_primitive iotaR n.+1.
have p0 : 0 <= 2%:R * pi :> R by rewrite mulr_ge0 ?ler0n ?pi_ge0.
have le (k : 'I_n.+2) : radians R k <= 2%:R * pi.
  rewrite /radians ler_pdivr_mulr ?ltr0n // ler_wpmul2l // ler_nat.
  by rewrite geq_min ltnW.
split=> // [k|k|]; [exact: haar_LP_real | | by rewrite !ffunE /GRing.scale /= addr0 mulr1].
rewrite -[X in _ <= X]mulr1 ler_pmul ?normr_ge0 //; [by rewrite iota_ge0 // radians_ge0 | by rewrite iota_le |].
rewrite -(@ler_pexpn2r _ 2) ?nnegrE ?normr_ge0 ?ler01 // expr1n -(haar_LP zP k) /LP ler_addl.
by apply: sumr_ge0 => l _; rewrite exprn_ge0.
Qed.

(* A bank whose average passes the mean alone. *)
Theorem mean_witness : exists z : algC,
  [/\ 3.-primitive_root z, forall k : 'I_3, k != ord0 -> dft z (phi (analytic z)) k = 0
    & dft z (phi (analytic z)) ord0 = 1].
Proof.
have [z zP] := C_prim_root_exists (ltn0Sn 2).
exists z; split=> // [k k0|]; last by rewrite dft_analytic_low.
by rewrite dft_analytic_low // eq_sym (negbTE k0).
Qed.
