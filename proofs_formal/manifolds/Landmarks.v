(******************************************************************************)
(* Distances from a point to points of a set of positive reach, and what       *)
(* landmarks cost, from the pairing inequality; in full for finite sets.       *)
(* Vectors are functions on a finite set with values in an ordered field; no   *)
(* axiom is used.                                                              *)
(*                                                                             *)
(* `landmark_above`   |x-q|^2 <= |x-p|^2 + (1 + k) |q-p|^2;                    *)
(* `landmark_below`   |x-q|^2 >= |x-p|^2 + (1 - k) |q-p|^2, with k = delta/tau;*)
(* `finite_set_landmark`  the first for points that are 2 tau apart.           *)
(*                                                                             *)
(* Published counterpart: the reduction to nets in C. Fefferman, S. Mitter and *)
(* H. Narayanan, Testing the manifold hypothesis, J. AMS 29 (2016).            *)
(* What differs: that |<x-p,q-p>| <= delta |q-p|^2 / 2 tau is a premise where  *)
(* the set is not finite.                                                      *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Companion Require Import Reach.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma cosines (R : realFieldType) (I : finType) (x p q : I -> R) :
  sq (sub x q) = sq (sub x p) + sq (sub q p) - 2%:R * dot (sub x p) (sub q p).
Proof.
rewrite /sq /dot /sub mulr_sumr -big_split -sumrB.
by apply: eq_bigr => i _ /=; ring.
Qed.

(* p is a nearest point of x, q a point of the set, k = |x-p| / tau.           *)
Theorem landmark_above (R : realFieldType) (I : finType) (x p q : I -> R) (k : R) :
  - (k / 2%:R) * sq (sub q p) <= dot (sub x p) (sub q p) ->
  sq (sub x q) <= sq (sub x p) + (1 + k) * sq (sub q p).
Proof.
move=> h; rewrite (cosines x p q) -addrA ler_add2l mulrDl mul1r ler_add2l ler_oppl.
have -> : - (k * sq (sub q p)) = 2%:R * (- (k / 2%:R) * sq (sub q p)) by field.
by rewrite ler_pmul2l ?ltr0n.
Qed.

Theorem landmark_below (R : realFieldType) (I : finType) (x p q : I -> R) (k : R) :
  dot (sub x p) (sub q p) <= k / 2%:R * sq (sub q p) ->
  sq (sub x p) + (1 - k) * sq (sub q p) <= sq (sub x q).
Proof.
move=> h; rewrite (cosines x p q) -addrA ler_add2l mulrBl mul1r ler_add2l ler_opp2.
have -> : k * sq (sub q p) = 2%:R * (k / 2%:R * sq (sub q p)) by field.
by rewrite ler_pmul2l ?ltr0n.
Qed.

(* Points that are at least 2 tau apart; delta bounds the distance of x and p, *)
(* r that of the landmark q from p.                                            *)
Theorem finite_set_landmark (R : realFieldType) (I : finType) (x p q : I -> R)
    (tau delta r : R) :
  0 < tau -> 0 <= delta -> (2%:R * tau) ^+ 2 <= sq (sub q p) ->
  sq (sub x p) <= delta ^+ 2 -> sq (sub q p) <= r ^+ 2 ->
  sq (sub x q) - sq (sub x p) <= r ^+ 2 * (1 + delta / tau).
Proof.
move=> t0 d0 gap near spacing.
have := @finite_set_premise R I (fun i => 2%:R * p i - x i) p q tau delta t0 d0 gap.
have flip : sub (fun i => 2%:R * p i - x i) p =1 (fun i => - sub x p i) by move=> i; rewrite /sub; ring.
have -> : sq (sub (fun i => 2%:R * p i - x i) p) = sq (sub x p).
  by apply: eq_bigr => i _; rewrite !flip mulrNN.
have -> : dot (sub (fun i => 2%:R * p i - x i) p) (sub q p) = - dot (sub x p) (sub q p).
  by rewrite /dot -sumrN; apply: eq_bigr => i _; rewrite flip mulNr.
move=> /(_ near) h; rewrite ler_oppl -mulNr in h.
have := landmark_above h; rewrite -ler_subl_addl => /le_trans; apply.
rewrite mulrC; apply: ler_wpmul2r => //.
have k0 : 0 <= delta / tau by rewrite divr_ge0 // ltW.
by rewrite addr_ge0 // ler01.
Qed.
