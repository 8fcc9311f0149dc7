(* The hypotheses of ConvolutionalNetwork.v can be met: the Haar bank, the modulus and no pooling in every layer. *)
From mathcomp Require Import all_ssreflect all_algebra all_field.
From Companion Require Import Network Fourier FourierWitness TranslationInvariance ConvolutionalNetwork.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* All hypotheses, with B = L = Q = 1, and filters that are not 0. *)
Theorem admissible_filters_witness (n : nat) : exists z : algC,
  [/\ n.+2.-primitive_root z,
      admissible_filters z (haar [numClosedFieldType of algC] n) (@modulus [numClosedFieldType of algC] n.+1) id 1 1 1,
      @modulus [numClosedFieldType of algC] n.+1 0 = 0
    & phi (haar [numClosedFieldType of algC] n) 0 = 2%:R^-1].
Proof.
have [z [zP lp _ low]] := haar_witness n.
exists z; split=> //; last by apply/ffunP => x; rewrite !ffunE normr0.
split; [by move=> w; rewrite lp | exact: modulus_lipschitz | exact: id_lipschitz | by rewrite ler01 |].
by rewrite !expr1n !mulr1 maxxx.
Qed.
