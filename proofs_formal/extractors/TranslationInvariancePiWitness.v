(* The complex numbers R[i] over the real numbers are a field as TranslationInvariancePi.v asks for, and all its hypotheses can be met
   there: the network of TranslationInvarianceWitness.v. *)
From mathcomp Require Import all_ssreflect all_algebra all_field.
From mathcomp Require Import reals.
From mathcomp.real_closed Require Import complex.
From Companion Require Import Network Fourier FourierWitness TranslationInvariance TranslationInvarianceWitness.
From Companion Require Import ConvolutionalNetwork TranslationInvariancePi.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Local Open Scope complex_scope.

(* Every x + 0 i is real, for the order of R[i]. *)
Lemma real_complex_real (R : realType) (x : R) : x%:C \is Num.real.
Proof.
have [x0|x0] := leP 0 x; first by rewrite realE lecR x0.
by rewrite realE !lecR (ltW x0) orbT.
Qed.

Theorem complex_witness (R : realType) (n m : nat) (C := [numClosedFieldType of R[i]])
    (iota := [rmorphism of real_complex R] : {rmorphism R -> C}) :
  [/\ forall x, iota x \is Num.real,
      admissible_filters (exp_root iota n.+1) (haar C n) (@modulus C n.+1) id 1 1 1,
      covariant (@modulus C n.+1) /\ covariant (id : signal C (cyclic n.+1) -> signal C (cyclic n.+1))
    & forall k : 'I_n.+2,
        `|dft (exp_root iota n.+1) (phi (haar C n)) k| * iota (frequency 1 (fun=> 2%:R) m k) <= iota (2%:R ^+ m)].
Proof.
have iotaR (x : R) : iota x \is Num.real := real_complex_real x.
have zP := exp_root_primitive iotaR n.+1.
split=> [//|||k].
- split; [by move=> w; rewrite haar_LP | exact: modulus_lipschitz | exact: id_lipschitz | by rewrite ler01 |].
  by rewrite !expr1n !mulr1 maxxx.
- by split=> //; exact: modulus_covariant.
have := haar_decay m k zP; congr (is_true (_ * _ <= _)).
  by rewrite /frequency fmorph_div !rmorphM !rmorph_nat rmorph_prod rmorph1; under [in RHS]eq_bigr do rewrite rmorph_nat.
by rewrite rmorphX rmorph_nat.
Qed.
