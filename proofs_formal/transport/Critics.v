(******************************************************************************)
(* What critics and plans say about a transport cost, on finite sets, over     *)
(* every ordered field, without axioms.                                        *)
(*                                                                             *)
(* Real points i have mass a i, generated points j mass b j. c i j is the cost *)
(* between them, c' i j that after the generated points have moved. The critic *)
(* has the values f i, h j and, after the move, h' j.                          *)
(*                                                                             *)
(* `critic_below`  W - sum_j b_j (h'_j - h_j) <= W' for an optimal critic;     *)
(* `plan_above`    W' <= W + sum_ij pi_ij (c'_ij - c_ij) for an optimal plan;  *)
(* `tv_functions`  TV is the greatest difference of the means of a function    *)
(*                 with values in [0, 1];                                      *)
(* `tv_bounded`    2 TV is the greatest one for values in [-1, 1].             *)
(*                                                                             *)
(* Published counterparts: Arjovsky, Chintala, Bottou, Wasserstein generative  *)
(* adversarial networks, Theorem 3 (the first two are bounds from which its    *)
(* formula follows on finite sets) and Section 5 (the last two).               *)
(* What differs: finite sets, any costs; weights of any mass and, in the last  *)
(* two, any sign.                                                              *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Companion Require Import Transport LinearProgramming Duality TotalVariation.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* v is the value of the critic before the move: the cost, if it is optimal.   *)
Theorem critic_below (R : realFieldType) (I J : finType) (a : I -> R)
    (b : J -> R) (c' : I -> J -> R) (f : I -> R) (h h' : J -> R) (v v' : R) :
  \sum_i f i * a i - \sum_j h j * b j = v ->
  (forall i j, f i - h' j <= c' i j) ->
  is_OT c' a b v' ->
  v - \sum_j (h' j - h j) * b j <= v'.
Proof.
move=> <- lip [[pi cpl <-] _].
have E : \sum_i f i * a i - \sum_j h j * b j - \sum_j (h' j - h j) * b j =
    dual a b f (fun j => - h' j).
  have -> : \sum_j (h' j - h j) * b j = \sum_j h' j * b j - \sum_j h j * b j.
    by rewrite -sumrB; apply: eq_bigr => j _; rewrite mulrBl.
  have -> : dual a b f (fun j => - h' j) =
      \sum_i f i * a i - \sum_j h' j * b j.
    by rewrite /dual -sumrN; congr (_ + _); apply: eq_bigr => j _; rewrite mulNr.
  ring.
by rewrite E; exact: weak_duality.
Qed.

(* v is the cost of the plan before the move.                                  *)
Theorem plan_above (R : realFieldType) (I J : finType) (a : I -> R)
    (b : J -> R) (c c' pi : I -> J -> R) (v v' : R) :
  coupling a b pi -> cost c pi = v -> is_OT c' a b v' ->
  v' <= v + \sum_i \sum_j (c' i j - c i j) * pi i j.
Proof.
move=> cpl <- [_ least]; apply: le_trans (least _ cpl) _; rewrite /cost.
under [X in _ <= _ + X]eq_bigr do under eq_bigr do rewrite mulrBl.
under [X in _ <= _ + X]eq_bigr do rewrite sumrB.
by rewrite sumrB addrC subrK.
Qed.

(* -- functions with bounded values see the total variation -------------------- *)

Lemma tv_functions_le (R : realFieldType) (X : finType) (mu nu : X -> R)
    (f : X -> R) :
  \sum_x mu x = \sum_x nu x -> (forall x, 0 <= f x <= 1) ->
  \sum_x f x * mu x - \sum_x f x * nu x <= tv mu nu.
Proof.
move=> mass f01; rewrite -sumrB /tv.
have half x : f x * mu x - f x * nu x <=
    (`|mu x - nu x| + (mu x - nu x)) / 2%:R.
  rewrite -mulrBr ler_pdivl_mulr ?ltr0n //; have /andP [f0 f1] := f01 x.
  move: (mu x - nu x) => s; have [s0|/ltW s0] := leP 0 s.
    rewrite (ger0_norm s0) -mulr2n -[X in _ <= X]mulr_natr ler_pmul2r ?ltr0n //.
    by rewrite ler_pimull.
  by rewrite (ler0_norm s0) addNr pmulr_lle0 ?ltr0n // mulr_ge0_le0.
apply: le_trans (ler_sum _ (fun x _ => half x)) _.
by rewrite -mulr_suml big_split /= sumrB mass subrr addr0.
Qed.

(* The indicator of an event attains it.                                       *)
Theorem tv_functions (R : realFieldType) (X : finType) (mu nu : X -> R) :
  \sum_x mu x = \sum_x nu x ->
  (forall f : X -> R, (forall x, 0 <= f x <= 1) ->
     \sum_x f x * mu x - \sum_x f x * nu x <= tv mu nu) /\
  (exists2 f : X -> R, forall x, 0 <= f x <= 1 &
     \sum_x f x * mu x - \sum_x f x * nu x = tv mu nu).
Proof.
move=> mass; split=> [f f01|]; first exact: tv_functions_le.
have [_ [A <-]] := tv_events mass; exists (fun x => (x \in A)%:R) => [x|].
  by rewrite ler0n lern1 leq_b1.
by congr (_ - _); rewrite [RHS]big_mkcond /=; apply: eq_bigr => x _;
  case: (x \in A); rewrite ?mul1r ?mul0r.
Qed.

(* With values in [-1, 1] masses need not be equal: the sign attains it.       *)
Theorem tv_bounded (R : realFieldType) (X : finType) (mu nu : X -> R) :
  (forall f : X -> R, (forall x, -1 <= f x <= 1) ->
     \sum_x f x * mu x - \sum_x f x * nu x <= tv mu nu *+ 2) /\
  (exists2 f : X -> R, forall x, -1 <= f x <= 1 &
     \sum_x f x * mu x - \sum_x f x * nu x = tv mu nu *+ 2).
Proof.
have whole : tv mu nu *+ 2 = \sum_x `|mu x - nu x|.
  by rewrite -[LHS]mulr_natr /tv divfK // pnatr_eq0.
rewrite whole; split=> [f f1|].
  rewrite -sumrB; apply: ler_sum => x _; rewrite -mulrBr.
  rewrite (le_trans (ler_norm _)) // normrM ler_pimull // ler_norml; exact: f1.
exists (fun x => Num.sg (mu x - nu x)) => [x|].
  by rewrite -ler_norml normr_sg lern1 leq_b1.
rewrite -sumrB; apply: eq_bigr => x _; rewrite -mulrBr mulrC.
by rewrite [RHS]normrEsg mulrC.
Qed.
