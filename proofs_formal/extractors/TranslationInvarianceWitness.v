(* The hypotheses of TranslationInvariance.v can be met: a network of any depth with the Haar bank, the modulus and pooling by 2 in every
   layer, over the algebraic numbers. *)
From mathcomp Require Import all_ssreflect all_algebra all_field.
From Companion Require Import Network Fourier FourierWitness TranslationInvariance.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Haar.
Variables (C : numClosedFieldType) (n : nat).

Lemma modulus_covariant : covariant (@modulus C n).
Proof. by move=> c f; apply/ffunP => x; rewrite !ffunE. Qed.

Lemma id_covariant : covariant (id : signal C (cyclic n) -> signal C (cyclic n)).
Proof. by []. Qed.

Definition haar_network : module_sequence C := network (fun=> haar C n) (fun=> @modulus C n.+1) (fun=> id).

Lemma haar_network_admissible (z : C) k : n.+2.-primitive_root z -> admissible (layer haar_network k) 1 1 1.
Proof.
move=> zP; have lp k' : LP z (haar C n) k' <= 1 by rewrite haar_LP.
exact: (scattering_admissible k zP lp).
Qed.

Lemma haar_decay (z : C) (m : nat) (k : 'I_n.+2) : n.+2.-primitive_root z ->
  `|dft z (phi (haar C n)) k| * frequency 1 (fun=> 2%:R) m k <= 2%:R ^+ m.
Proof.
move=> zP; rewrite /frequency prodr_const card_ord mulr1 -[X in _ <= X]mul1r.
have N0 : (0 : C) < n.+2%:R by rewrite ltr0n.
apply: ler_pmul; rewrite ?normr_ge0 // ?divr_ge0 ?mulr_ge0 ?exprn_ge0 ?ler0n //.
  rewrite -(@ler_pexpn2r _ 2) ?nnegrE ?normr_ge0 ?ler01 // expr1n -(haar_LP zP k) /LP ler_addl.
  by apply: sumr_ge0 => l _; rewrite exprn_ge0.
rewrite ler_pdivr_mulr // mulrC ler_wpmul2l ?exprn_ge0 ?ler0n // ler_nat.
by rewrite geq_min ltnW.
Qed.
End Haar.

(* All hypotheses of [vertical_translation_invariance], with B = L = R = 1, S = 2, h = 1 and K = 2^m, in every layer of every depth. *)
Theorem haar_network_witness (n m : nat) : exists z : algC,
  [/\ n.+2.-primitive_root z, forall k, admissible (layer (haar_network [numClosedFieldType of algC] n) k) 1 1 1,
      covariant (@modulus [numClosedFieldType of algC] n.+1),
      covariant (id : signal algC (cyclic n.+1) -> signal algC (cyclic n.+1))
    & forall k : 'I_n.+2, `|dft z (phi (haar [numClosedFieldType of algC] n)) k| * frequency 1 (fun=> 2%:R) m k <= 2%:R ^+ m].
Proof.
have [z zP] := C_prim_root_exists (ltn0Sn n.+1).
exists z; split=> //.
- by move=> k; exact: haar_network_admissible zP.
- exact: modulus_covariant.
- by move=> k; exact: haar_decay.
Qed.

(* ... and its conclusion: with pooling by 2 the bound does not depend on the layer for these atoms, whose K grows as 2^m. *)
Theorem haar_network_invariance (n m : nat) (c : 'I_n.+2) (f : signal algC (cyclic n.+1)) : exists z : algC,
  n.+2.-primitive_root z /\
  \sum_(q : path (haar_network [numClosedFieldType of algC] n) m)
    normsq (Phi q (shift c f : signal algC (grid (haar_network [numClosedFieldType of algC] n) 0)) - Phi q f)
  <= (perimeter n.+1 z * (size_mod c)%:R) ^+ 2 * normsq f.
Proof.
have [z [zP adm cM cP dec]] := haar_network_witness n m.
exists z; split=> //.
have S0 (k : nat) : 0 < 2%:R :> algC by rewrite ltr0n.
have := @vertical_translation_invariance _ _ z (fun=> haar _ n) (fun=> @modulus _ n.+1) (fun=> id) (fun=> 1) (fun=> 1) (fun=> 1)
  (fun=> 2%:R) m c 1 (2%:R ^+ m) f zP ltr01 S0 (fun k _ => adm k) (fun k _ => conj cM cP) dec.
by rewrite prodr_const card_ord mulr1 mulfK // expf_neq0 // pnatr_eq0.
Qed.
