(* An equivariant operator on a group that is not abelian, and what becomes false when the statements of Equivariance.v are changed.

   The group is that of the permutations of three things, the ring that of the integers.  The operators are right translations,
   (K f)(x) = f(x a): they commute with all left translations, their response to the impulse at 1 is the impulse at a^-1. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From Companion Require Import Equivariance.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory GroupScope.
Local Open Scope ring_scope.

Local Notation S3 := [finGroupType of {perm 'I_3}].
Definition i0 : 'I_3 := Ordinal (isT : (0 < 3)%N).
Definition i1 : 'I_3 := Ordinal (isT : (1 < 3)%N).
Definition i2 : 'I_3 := Ordinal (isT : (2 < 3)%N).
Definition s : S3 := tperm i0 i1.
Definition t : S3 := tperm i1 i2.

Definition right (a : S3) (x y : S3) : int := (y == (x * a)%g)%:R.

Lemma apply_right a f x : apply (right a) f x = f (x * a)%g.
Proof. by rewrite /apply (bigD1 (x * a)%g) //= /right eqxx mul1r big1 ?addr0 // => y /negbTE ->; rewrite mul0r. Qed.

Lemma right_equivariant a : equivariant (right a).
Proof. by move=> g f x; rewrite /translate !apply_right mulgA. Qed.

Lemma s2 : (s * s)%g = 1%g. Proof. exact: tperm2. Qed.
Lemma t2 : (t * t)%g = 1%g. Proof. exact: tperm2. Qed.

(* The two transpositions do not commute: one product sends the first thing to the last, the other to the second. *)
Lemma not_abelian : (s * t)%g != (t * s)%g.
Proof.
apply/eqP => /permP /(_ i0); rewrite !permM.
have -> : s i0 = i1 by exact: tpermL.
have -> : t i1 = i2 by exact: tpermL.
have -> : t i0 = i0 by exact: tpermD.
by rewrite [s i0]tpermL.
Qed.

(* Right translation by s is equivariant, is not the identity, and is the convolution with its response. *)
Theorem right_translation :
  [/\ equivariant (right s), apply (right s) (@impulse _ _) s = 1, apply (right s) (@impulse _ _) 1%g = 0
    & forall f, apply (right s) f =1 convolve (apply (right s) (@impulse _ _)) f].
Proof.
split; first exact: right_equivariant.
- by rewrite apply_right /impulse s2 eqxx.
- rewrite apply_right /impulse mul1g; have [s1|//] := eqVneq s 1%g.
  by have := not_abelian; rewrite s1 mul1g mulg1 eqxx.
by apply/equivariant_is_convolution; exact: right_equivariant.
Qed.

(* Without equivariance: the operator that keeps f(1) and forgets the rest. *)
Lemma not_convolution_any_operator :
  ~ (forall (K : S3 -> S3 -> int) f, apply K f =1 convolve (apply K (@impulse _ _)) f).
Proof.
pose K (x y : S3) : int := ((x == 1%g) && (y == 1%g))%:R.
move=> /(_ K (fun y => (y == s)%:R) s).
have -> : apply K (fun y => (y == s)%:R) s = 0.
  apply: big1 => y _; rewrite /K; have [s1|_] := eqVneq s 1%g; last by rewrite mul0r.
  by have := not_abelian; rewrite s1 mul1g mulg1 eqxx.
rewrite /convolve (bigD1 s) //= eqxx mul1r mulVg apply_impulse /K !eqxx big1 ?addr0 //.
by move=> y /negbTE ->; rewrite mul0r.
Qed.

(* On a group that is not abelian it matters on which side the inverse stands: x y^-1 in the place of y^-1 x. *)
Lemma not_left_convolution :
  ~ (forall K : S3 -> S3 -> int, equivariant K ->
     forall f, apply K f =1 (fun x => \sum_y f y * apply K (@impulse _ _) (x * y^-1)%g)).
Proof.
move=> /(_ (right s) (@right_equivariant s) (fun y => (y == t)%:R) (t * s)%g).
rewrite apply_right -mulgA s2 mulg1 eqxx (bigD1 t) //= eqxx mul1r big1 ?addr0; last by move=> y /negbTE ->; rewrite mul0r.
rewrite apply_right /impulse.
have [e|_] := eqVneq (t * s * t^-1 * s)%g 1%g; last by [].
case/eqP: not_abelian; have sV : s^-1%g = s by apply/eqP; rewrite eq_invg_mul s2.
have := congr1 (fun u => (u * (s^-1 * t))%g) e; rewrite mul1g {2}sV => <-.
by rewrite !mulgA mulgK mulgKV.
Qed.

(* On Z/3: the shift itself commutes with the shift and has the response (0, 1, 0). *)
Definition step (x y : 'I_3) : int := (y == x - Zp1)%:R.

Lemma apply_step f x : matrix_apply step f x = f (x - Zp1).
Proof. by rewrite /matrix_apply (bigD1 (x - Zp1)) //= /step eqxx mul1r big1 ?addr0 // => y /negbTE ->; rewrite mul0r. Qed.

Theorem shift_instance :
  (forall f, matrix_apply step (shift_by_one f) =1 shift_by_one (matrix_apply step f)) /\
  matrix_apply step (@delta0 _ _) Zp1 = 1 /\ matrix_apply step (@delta0 _ _) 0 = 0.
Proof. by split=> [f x|]; rewrite ?/shift_by_one !apply_step // /delta0 subrr ?eqxx. Qed.

(* What keeps the value at 0 and forgets the rest is no convolution. *)
Lemma not_convolution_any_matrix :
  ~ (forall (K : 'I_3 -> 'I_3 -> int) f, matrix_apply K f =1 cyclic_convolve (matrix_apply K (@delta0 _ _)) f).
Proof.
pose K (x y : 'I_3) : int := ((x == 0) && (y == 0))%:R.
move=> /(_ K (fun y => (y == Zp1)%:R) Zp1); rewrite matrix_apply_at /cyclic_convolve (bigD1 Zp1) //= ?eqxx mul1r subrr.
by rewrite matrix_apply_at /K /= big1 // => y /negbTE ->; rewrite mul0r.
Qed.

(* Nor is the shift the correlation with its response. *)
Lemma not_correlation :
  ~ (forall K : 'I_3 -> 'I_3 -> int, (forall f, matrix_apply K (shift_by_one f) =1 shift_by_one (matrix_apply K f)) ->
     forall f, matrix_apply K f =1 (fun x => \sum_y f y * matrix_apply K (@delta0 _ _) (y - x))).
Proof.
move=> /(_ step (proj1 shift_instance) (fun y => (y == 0)%:R) Zp1).
rewrite apply_step subrr ?eqxx (bigD1 0) //= ?eqxx mul1r apply_step big1 ?addr0 //.
by move=> y /negbTE ->; rewrite mul0r.
Qed.
