(* Linear and equivariant means convolution, on any finite group and over any commutative ring.  No axiom is used.

   Proved: a linear operator on the functions on a finite group commutes with all left translations if and only if it is a convolution from
   the right with its response to the unit impulse, (K f)(x) = sum_y f(y) h(y^-1 x); and the composition of two such operators is the
   convolution of their responses.  On Z/N it is enough that the operator commutes with the shift by one.

   Published counterpart: R. Kondor and S. Trivedi, On the generalization of equivariance and convolution in neural networks to the action
   of compact groups (2018), whose groups are compact and act on homogeneous spaces.  Here the group is finite and acts on itself. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory GroupScope.
Local Open Scope ring_scope.

Section Equivariance.
Variables (R : comRingType) (gT : finGroupType).
Implicit Types (f h : gT -> R) (K : gT -> gT -> R) (x y g : gT).

(* (K f)(x) = sum_y K(x, y) f(y): every linear operator has this form. *)
Definition apply K f : gT -> R := fun x => \sum_y K x y * f y.

(* (g f)(x) = f(g^-1 x) *)
Definition translate g f : gT -> R := fun x => f (g^-1 * x)%g.

(* The convolution from the right with h. *)
Definition convolve h f : gT -> R := fun x => \sum_y f y * h (y^-1 * x)%g.

Definition impulse : gT -> R := fun x => (x == 1%g)%:R.
Definition equivariant K : Prop := forall g f, apply K (translate g f) =1 translate g (apply K f).

Lemma apply_impulse K x : apply K impulse x = K x 1%g.
Proof. by rewrite /apply (bigD1 1%g) //= big1 ?addr0 /impulse ?eqxx ?mulr1 // => y /negbTE ->; rewrite mulr0. Qed.

Lemma translated_impulse K g x : apply K (translate g impulse) x = K x g.
Proof.
rewrite /apply (bigD1 g) //= big1 ?addr0 /translate /impulse ?mulVg ?eqxx ?mulr1 // => y yg.
by rewrite -eq_mulVg1 eq_sym (negbTE yg) mulr0.
Qed.
End Equivariance.

(* Equivariant operators are the convolutions with their impulse responses. *)
Theorem equivariant_is_convolution (R : comRingType) (gT : finGroupType) (K : gT -> gT -> R) :
  equivariant K <-> forall f, apply K f =1 convolve (apply K (@impulse R gT)) f.
Proof.
split=> [eqv f x|cnv g f x].
  apply: eq_bigr => y _; rewrite mulrC; congr (_ * _).
  by rewrite -(translated_impulse K y) eqv.
rewrite cnv /translate cnv /convolve (reindex_inj (mulgI g)) /=; apply: eq_bigr => y _.
by rewrite mulKg invMg mulgA.
Qed.

(* Composition is the convolution of the responses. *)
Theorem equivariant_comp (R : comRingType) (gT : finGroupType) (K L : gT -> gT -> R) :
  equivariant K -> equivariant L ->
  forall f, apply K (apply L f) =1 convolve (convolve (apply K (@impulse R gT)) (apply L (@impulse R gT))) f.
Proof.
move=> /equivariant_is_convolution eK /equivariant_is_convolution eL f x.
rewrite eK /convolve; under eq_bigr => y _ do rewrite eL mulr_suml.
rewrite exchange_big /=; apply: eq_bigr => y _; rewrite mulr_sumr (reindex_inj (mulgI y)) /=.
by apply: eq_bigr => u _; rewrite mulKg invMg -mulgA mulrA.
Qed.

(* The cyclic group Z/N, N = n + 1, written additively, with its shift by one. *)
Section Cyclic.
Variables (R : comRingType) (n : nat).
Implicit Types (f : 'I_n.+1 -> R) (K : 'I_n.+1 -> 'I_n.+1 -> R) (x y : 'I_n.+1).

Definition matrix_apply K f : 'I_n.+1 -> R := fun x => \sum_y K x y * f y.
(* (S f)(x) = f(x - 1) *)
Definition shift_by_one f : 'I_n.+1 -> R := fun x => f (x - Zp1).
Definition delta0 : 'I_n.+1 -> R := fun x => (x == 0)%:R.
Definition cyclic_convolve h f : 'I_n.+1 -> R := fun x => \sum_y f y * h (x - y).

Lemma matrix_apply_at K (y0 : 'I_n.+1) x : matrix_apply K (fun y => (y == y0)%:R) x = K x y0.
Proof. by rewrite /matrix_apply (bigD1 y0) //= eqxx mulr1 big1 ?addr0 // => y /negbTE ->; rewrite mulr0. Qed.

Lemma inZpS k : inZp k.+1 = inZp k + Zp1 :> 'I_n.+1.
Proof. by apply: val_inj; rewrite /= modnDml modnDmr addn1. Qed.

Lemma shifted_entry K : (forall f, matrix_apply K (shift_by_one f) =1 shift_by_one (matrix_apply K f)) ->
  forall x y, K x (y + Zp1) = K (x - Zp1) y.
Proof.
move=> eqv x y; rewrite -[RHS](matrix_apply_at K y) -[RHS]/(shift_by_one (matrix_apply K _) x) -eqv -(matrix_apply_at K (y + Zp1)).
by apply: eq_bigr => u _; rewrite /shift_by_one subr_eq.
Qed.
End Cyclic.

(* A matrix that commutes with the shift by one is the convolution with its response to the impulse at 0, and conversely. *)
Theorem shift_equivariant_is_convolution (R : comRingType) (n : nat) (K : 'I_n.+1 -> 'I_n.+1 -> R) :
  (forall f, matrix_apply K (shift_by_one f) =1 shift_by_one (matrix_apply K f)) <->
  (forall f, matrix_apply K f =1 cyclic_convolve (matrix_apply K (@delta0 R n)) f).
Proof.
split=> [/shifted_entry entry f x|cnv f x].
  have main k z : K z (inZp k) = K (z - inZp k) 0.
    elim: k z => [|k IH] z; last by rewrite inZpS entry IH opprD addrA addrAC.
    by rewrite (_ : inZp 0 = 0) ?subr0 //; apply: val_inj; rewrite /= mod0n.
  by apply: eq_bigr => y _; have := main y x; rewrite valZpK mulrC matrix_apply_at => ->.
rewrite cnv /shift_by_one cnv /cyclic_convolve (reindex_inj (addIr Zp1)) /=; apply: eq_bigr => y _.
by rewrite addrK opprD addrA addrAC.
Qed.
