(******************************************************************************)
(* Maurey's lemma without probability: a convex combination of vectors is      *)
(* approximated by the mean of n of them, chosen one at a time.                *)
(*                                                                             *)
(* Published counterpart:                                                      *)
(*   A. R. Barron, Universal approximation bounds for superpositions of a      *)
(*   sigmoidal function (1993): the lemma behind Theorem 1, that a point of    *)
(*   the closed convex hull of a bounded set G of a Hilbert space is within    *)
(*   c / n, in square, of a convex combination of n points of G.               *)
(* What differs: the dictionary g and the set of data D are finite, the norm   *)
(* is that of L^2(mu) with any weights mu of any sign, and the n elements have    *)
(* equal weights.  No axiom is used.                                                 *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Maurey.
Variables (R : realFieldType) (I D : finType) (p : I -> R) (mu : D -> R) (g : I -> D -> R).
Implicit Types (u v : D -> R).

(* The square of the norm of L^2(mu), the mean of the dictionary, and the      *)
(* mean square distance of its elements from it.                               *)
Definition normsq u : R := \sum_x mu x * u x ^+ 2.
Definition target : D -> R := fun x => \sum_i p i * g i x.
Definition spread : R := \sum_i p i * normsq (fun x => g i x - target x).

(* sum_i p_i (b + a_i)^2 = b^2 + sum_i p_i a_i^2 if the a_i average to zero.     *)
Lemma mean_square (p1 : \sum_i p i = 1) (b : R) (a : I -> R) : \sum_i p i * a i = 0 -> \sum_i p i * (b + a i) ^+ 2 = b ^+ 2 + \sum_i p i * a i ^+ 2.
Proof.
move=> a0.
have e i : p i * (b + a i) ^+ 2 = p i * b ^+ 2 + (b *+ 2) * (p i * a i) + p i * a i ^+ 2 by ring.
under eq_bigr => i _ do rewrite e.
by rewrite 2!big_split /= -mulr_suml p1 mul1r -mulr_sumr a0 mulr0 addr0.
Qed.

(* A step with the probabilities p adds the spread to the square of the error. *)
Lemma mean_step (p1 : \sum_i p i = 1) u : \sum_i p i * normsq (fun x => u x + (g i x - target x)) = normsq u + spread.
Proof.
have swap (F : I -> D -> R) : \sum_i p i * normsq (F i) = \sum_x mu x * \sum_i p i * F i x ^+ 2.
  rewrite /normsq; under eq_bigr => i _ do rewrite mulr_sumr; rewrite exchange_big /=.
  by apply: eq_bigr => x _; rewrite mulr_sumr; apply: eq_bigr => i _; rewrite mulrCA.
rewrite /spread !swap /normsq -big_split /=; apply: eq_bigr => x _.
rewrite (mean_square p1) ?mulrDr //; under eq_bigr => i _ do rewrite mulrBr.
by rewrite sumrB -mulr_suml p1 mul1r subrr.
Qed.

(* Some index is not worse than the average.                                  *)
Lemma below_average (p1 : \sum_i p i = 1) (F : I -> R) (m : R) : (forall i, 0 <= p i) -> \sum_i p i * F i <= m -> exists i, F i <= m.
Proof.
move=> p0 le; case: (boolP [exists i, F i <= m]) => [/existsP //|/existsPn no].
have [i pi] : exists i, 0 < p i.
  case: (boolP [exists i, 0 < p i]) => [/existsP //|/existsPn z].
  suff : (1 : R) = 0 by move/eqP; rewrite oner_eq0.
  by rewrite -p1 big1 // => i _; apply/eqP; rewrite eq_le p0 andbT leNgt z.
have gt j : m < F j by rewrite ltNge no.
suff : m < m by rewrite ltxx.
apply: lt_le_trans le; rewrite -[ltLHS]mul1r -p1 mulr_suml (bigD1 i) //= [ltRHS](bigD1 i) //=.
apply: ltr_le_add; first by rewrite ltr_pmul2l.
by apply: ler_sum => j _; rewrite ler_wpmul2l // ltW.
Qed.

(* The error of a sum of elements that should be |s| times the mean.           *)
Fixpoint error (s : seq I) : D -> R := if s is i :: s' then fun x => error s' x + (g i x - target x) else fun=> 0.

(* Not worse: n steps, one element after the other, have an error of at most n *)
(* times the spread.                                                           *)
Theorem maurey_sum (p1 : \sum_i p i = 1) n : (forall i, 0 <= p i) ->
  exists2 s : seq I, size s = n & normsq (error s) <= n%:R * spread.
Proof.
move=> p0; elim: n => [|n [s sz IH]]; first by exists [::]; rewrite ?mul0r // /normsq big1 // => x _; rewrite /= expr0n mulr0.
have [||i le] := @below_average p1 (fun i => normsq (error (i :: s))) (n.+1%:R * spread) => //.
  by rewrite (mean_step p1) mulrSr mulrDl mul1r ler_add2r.
by exists (i :: s); rewrite /= ?sz.
Qed.

Lemma errorE s x : error s x = (\sum_(i <- s) g i x) - (size s)%:R * target x.
Proof.
elim: s => [|i s IH] /=; first by rewrite big_nil mul0r subrr.
rewrite IH big_cons mulrSr; set S := \sum_(j <- s) _; set k := (size s)%:R; set t := target x; set y := g i x.
by rewrite mulrDl mul1r opprD addrACA [S + y]addrC.
Qed.

(* The mean of n elements is within spread / n of the convex combination.      *)
Theorem maurey (p1 : \sum_i p i = 1) n : (forall i, 0 <= p i) -> (0 < n)%N ->
  exists2 s : seq I, size s = n &
  normsq (fun x => target x - (\sum_(i <- s) g i x) / n%:R) <= spread / n%:R.
Proof.
move=> p0 n0; have [s sz le] := maurey_sum p1 n p0; exists s => //.
have nn : (n%:R : R) != 0 by rewrite pnatr_eq0 -lt0n.
rewrite ler_pdivl_mulr ?ltr0n //.
have -> : normsq (fun x => target x - (\sum_(i <- s) g i x) / n%:R) = normsq (error s) / n%:R ^+ 2.
  rewrite /normsq mulr_suml; apply: eq_bigr => x _; rewrite errorE sz -mulrA; congr (_ * _).
  by rewrite -sqrrN opprB -exprVn -exprMn mulrBl [_ * target x]mulrC mulfK.
by rewrite expr2 invfM mulrA divfK // ler_pdivr_mulr ?ltr0n // mulrC.
Qed.

(* The spread is at most the mean of the squares of the elements, the form in   *)
(* which the lemma is used: every element of norm V has normsq at most V^2.     *)
Theorem spread_le (p1 : \sum_i p i = 1) (V2 : R) : (forall i, 0 <= p i) ->
  (forall i, normsq (g i) <= V2) -> spread <= V2 - normsq target.
Proof.
move=> p0 le.
have swap (F : I -> D -> R) : \sum_i p i * normsq (F i) = \sum_x mu x * \sum_i p i * F i x ^+ 2.
  rewrite /normsq; under eq_bigr => i _ do rewrite mulr_sumr; rewrite exchange_big /=.
  by apply: eq_bigr => x _; rewrite mulr_sumr; apply: eq_bigr => i _; rewrite mulrCA.
have e : spread = \sum_i p i * normsq (g i) - normsq target.
  rewrite /spread !swap /normsq -sumrB; apply: eq_bigr => x _; rewrite -mulrBr; congr (_ * _).
  have -> : \sum_i p i * (g i x - target x) ^+ 2 =
      \sum_i (p i * g i x ^+ 2 - (target x *+ 2) * (p i * g i x) + p i * target x ^+ 2).
    by apply: eq_bigr => i _; ring.
  by rewrite big_split sumrB /= -mulr_sumr -mulr_suml p1 -/(target x); ring.
rewrite e ler_sub //; apply: le_trans (_ : \sum_i p i * V2 <= _); last by rewrite -mulr_suml p1 mul1r.
by apply: ler_sum => i _; rewrite ler_wpmul2l.
Qed.
End Maurey.
