(******************************************************************************)
(* Sets of positive reach: the projection is Lipschitz, from an inequality     *)
(* for pairs, and in full for finite sets.  Vectors are functions on a finite  *)
(* set with values in an ordered field; no axiom is used.                      *)
(*                                                                             *)
(* `cauchy_schwarz`        <u,v>^2 <= |u|^2 |v|^2;                             *)
(* `finite_set_normal`     <x-a,b-a> <= |x-a| |b-a|^2 / 2 tau, squared, for    *)
(*                         points a, b at least 2 tau apart;                   *)
(* `projection_lipschitz`  (1 - k) |a-b| <= |x-y|, squared, from the normal    *)
(*                         inequalities at x and at y with k/2;                *)
(* `two_distances`         the same with two constants, of which the mean      *)
(*                         counts;                                             *)
(* `finite_set_lipschitz`  the two together: nearest points in a finite set    *)
(*                         of points that are 2 tau apart.                     *)
(*                                                                             *)
(* Published counterpart: H. Federer, Curvature measures, Trans. AMS 93        *)
(* (1959), Theorem 4.8 (7) and (8).                                            *)
(* What differs: square roots are avoided, so both sides are squared.  For     *)
(* sets that are not finite the normal inequality is a premise.                *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* -- vectors as functions on a finite index set ------------------------------ *)

Section Vectors.
Variables (R : realFieldType) (I : finType).
Implicit Types u v : I -> R.
(* The inner product  <u,v>,  the difference  u - v,  the square  |u|^2.       *)
Definition dot u v : R := \sum_i u i * v i.
Definition sub u v : I -> R := fun i => u i - v i.
Definition sq u : R := dot u u.

Lemma sq_ge0 u : 0 <= sq u.
Proof. by apply: sumr_ge0 => i _; rewrite -expr2 sqr_ge0. Qed.

Lemma sq_subC u v : sq (sub u v) = sq (sub v u).
Proof. by apply: eq_bigr => i _; rewrite /sub -opprB mulrNN. Qed.
End Vectors.

Theorem cauchy_schwarz (R : realFieldType) (I : finType) (u v : I -> R) :
  dot u v ^+ 2 <= sq u * sq v.
Proof.
have H t : 0 <= sq u - 2%:R * t * dot u v + t ^+ 2 * sq v.
  have -> : sq u - 2%:R * t * dot u v + t ^+ 2 * sq v = sq (fun i => u i - t * v i).
    rewrite /sq /dot !mulr_sumr -sumrB -big_split /=.
    by apply: eq_bigr => i _; ring.
  exact: sq_ge0.
case: (ltrgtP 0 (sq v)) => [v0 | v0 | v0].
- have := H (dot u v / sq v).
  have -> : sq u - 2%:R * (dot u v / sq v) * dot u v + (dot u v / sq v) ^+ 2 * sq v
          = sq u - dot u v ^+ 2 / sq v by field; rewrite gt_eqF.
  by rewrite subr_ge0 ler_pdivr_mulr.
- by move: (sq_ge0 v); rewrite leNgt v0.
- have v0i i : v i = 0.
    have /eqP : sq v = 0 by [].
    rewrite psumr_eq0 => [|j _]; last by rewrite -expr2 sqr_ge0.
    move=> /allP /(_ i); rewrite mem_index_enum => /(_ isT) /=.
    by rewrite mulf_eq0 orbb => /eqP.
  have -> : dot u v = 0 by apply: big1 => i _; rewrite v0i mulr0.
  by rewrite expr0n -v0 mulr0.
Qed.

(* -- the projection ---------------------------------------------------------- *)

(* a, b are the nearest points of x, y, and k1, k2 the distances of x, y from  *)
(* the set, divided by tau.                                                    *)
Theorem two_distances (R : realFieldType) (I : finType) (x y a b : I -> R)
    (k1 k2 : R) :
  (k1 + k2) / 2%:R < 1 ->
  dot (sub x a) (sub b a) <= k1 / 2%:R * sq (sub b a) ->
  dot (sub y b) (sub a b) <= k2 / 2%:R * sq (sub b a) ->
  (1 - (k1 + k2) / 2%:R) ^+ 2 * sq (sub b a) <= sq (sub x y).
Proof.
set k := (k1 + k2) / 2%:R => k1' hx hy.
set D := sq (sub b a) in hx hy *.
have D0 : 0 <= D by exact: sq_ge0.
have key : (1 - k) * D <= dot (sub y x) (sub b a).
  have e : dot (sub x a) (sub b a) + dot (sub y b) (sub a b) = D - dot (sub y x) (sub b a).
    rewrite /D /sq /dot /sub -big_split -sumrB; apply: eq_bigr => i _ /=; ring.
  have h : D - dot (sub y x) (sub b a) <= k * D.
    by rewrite -e; apply: le_trans (ler_add hx hy) _; rewrite -mulrDl -mulrDl.
  have -> : (1 - k) * D = D - k * D by ring.
  by rewrite ler_subl_addr addrC -ler_subl_addr.
have cs := cauchy_schwarz (sub y x) (sub b a).
case: (ltrgtP 0 D) => [Dp | Dn | D00]; last 2 first.
- by move: D0; rewrite leNgt Dn.
- by rewrite -D00 mulr0 sq_ge0.
have le2 : ((1 - k) * D) ^+ 2 <= sq (sub x y) * D.
  rewrite sq_subC; apply: le_trans cs.
  rewrite ler_pexpn2r // ?nnegrE.
  - by rewrite mulr_ge0 // ltW // subr_gt0.
  - by apply: le_trans key; rewrite mulr_ge0 // ltW // subr_gt0.
rewrite -(ler_pmul2r Dp); apply: le_trans le2.
by rewrite exprMn expr2 expr2 -!mulrA.
Qed.

(* With one bound for both, k = r / tau.                                       *)
Theorem projection_lipschitz (R : realFieldType) (I : finType) (x y a b : I -> R)
    (k : R) :
  k < 1 ->
  dot (sub x a) (sub b a) <= k / 2%:R * sq (sub b a) ->
  dot (sub y b) (sub a b) <= k / 2%:R * sq (sub b a) ->
  (1 - k) ^+ 2 * sq (sub b a) <= sq (sub x y).
Proof.
move=> k1 hx hy; have e : (k + k) / 2%:R = k by field.
by have := @two_distances R I x y a b k k; rewrite e => /(_ k1 hx hy).
Qed.

(* -- finite sets ------------------------------------------------------------- *)

Theorem finite_set_normal (R : realFieldType) (I : finType) (x a b : I -> R)
    (tau : R) :
  0 < tau -> (2%:R * tau) ^+ 2 <= sq (sub b a) ->
  dot (sub x a) (sub b a) ^+ 2 * (2%:R * tau) ^+ 2 <= sq (sub x a) * sq (sub b a) ^+ 2.
Proof.
move=> t0 gap; have cs := cauchy_schwarz (sub x a) (sub b a).
apply: le_trans (_ : sq (sub x a) * sq (sub b a) * sq (sub b a) <= _); last by rewrite expr2 mulrA.
by apply: ler_pmul => //; exact: sqr_ge0.
Qed.

(* A point at most r away from a meets the premise of `projection_lipschitz`.  *)
Lemma finite_set_premise (R : realFieldType) (I : finType) (x a b : I -> R)
    (tau r : R) :
  0 < tau -> 0 <= r -> (2%:R * tau) ^+ 2 <= sq (sub b a) -> sq (sub x a) <= r ^+ 2 ->
  dot (sub x a) (sub b a) <= r / tau / 2%:R * sq (sub b a).
Proof.
move=> t0 r0 gap near.
have c0 : 0 <= r / tau / 2%:R * sq (sub b a) by rewrite mulr_ge0 ?sq_ge0 // !divr_ge0 ?ler0n // ltW.
have t2 : 0 < (2%:R * tau) ^+ 2 by rewrite exprn_gt0 // mulr_gt0 // ltr0n.
case: (lerP (dot (sub x a) (sub b a)) 0) => [d0 | d0]; first exact: le_trans d0 c0.
rewrite -(@ler_pexpn2r R 2) // ?nnegrE //; last exact: ltW.
rewrite -(ler_pmul2r t2); apply: le_trans (finite_set_normal x t0 gap) _.
have -> : (r / tau / 2%:R * sq (sub b a)) ^+ 2 * (2%:R * tau) ^+ 2 = r ^+ 2 * sq (sub b a) ^+ 2.
  by field; rewrite gt_eqF // pnatr_eq0.
by apply: ler_wpmul2r => //; exact: sqr_ge0.
Qed.

(* Nearest points in a finite set whose points are at least 2 tau apart, of    *)
(* points at most r < tau away.                                                *)
Theorem finite_set_lipschitz (R : realFieldType) (I : finType) (x y a b : I -> R)
    (tau r : R) :
  0 <= r -> r < tau -> (2%:R * tau) ^+ 2 <= sq (sub b a) ->
  sq (sub x a) <= r ^+ 2 -> sq (sub y b) <= r ^+ 2 ->
  (tau - r) ^+ 2 * sq (sub b a) <= tau ^+ 2 * sq (sub x y).
Proof.
move=> r0 rt gap nx ny; have t0 : 0 < tau by exact: le_lt_trans rt.
have k1 : r / tau < 1 by rewrite ltr_pdivr_mulr // mul1r.
have hx := finite_set_premise t0 r0 gap nx.
have gap' : (2%:R * tau) ^+ 2 <= sq (sub a b) by rewrite sq_subC.
have hy := finite_set_premise t0 r0 gap' ny; rewrite (sq_subC a b) in hy.
have h := projection_lipschitz k1 hx hy.
have -> : tau - r = tau * (1 - r / tau) by field; rewrite gt_eqF.
by rewrite exprMn -mulrA ler_pmul2l // exprn_gt0.
Qed.
