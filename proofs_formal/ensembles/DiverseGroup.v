(******************************************************************************)
(* A group of problem solvers that work in turns, and copies of one of them.   *)
(* Everything holds over every ordered field R and uses no axiom.              *)
(*                                                                             *)
(* Published counterpart: L. Hong and S. E. Page, Groups of diverse problem    *)
(* solvers can outperform groups of high-ability problem solvers, PNAS 101     *)
(* (2004), the two halves of their theorem: the group of all agents always     *)
(* reaches the best solution, and copies of one agent do not.                  *)
(* What differs: an agent that moves improves strictly, so that a value need   *)
(* not be taken only once; that the top is the only solution of largest value  *)
(* is not assumed, it follows.  How probable the two groups are is not         *)
(* treated.                                                                    *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Group.
Variables (R : realFieldType) (X : finType) (V : X -> R).
Implicit Types (A : seq (X -> X)) (x : X).

(* A member that moves improves.                                               *)
Definition improving A : Prop := forall k x, (k < size A)%N ->
  nth id A k x = x \/ V x < V (nth id A k x).

(* Everywhere but at the top some member moves.                                *)
Definition diverse A (top : X) : Prop := forall x, x != top ->
  exists2 k, (k < size A)%N & nth id A k x != x.

(* One round: the members work in turn.                                        *)
Definition round A x : X := foldl (fun x a => a x) x A.

(* The mean value that is reached, for weights nu of the starts.               *)
Definition performance (nu : X -> R) (end_ : X -> X) : R := \sum_x nu x * V (end_ x).

Lemma round_improves A x : improving A ->
  round A x = x /\ (forall k, (k < size A)%N -> nth id A k x = x) \/ V x < V (round A x).
Proof.
elim: A x => [|a B IH] x H; first by left.
have HB : improving B by move=> k z; exact: (H k.+1 z).
have -> : round (a :: B) x = round B (a x) by [].
case: (H 0%N x isT) => /= [ax|lt].
  rewrite ax; case: (IH x HB) => [[-> fixed]|]; last by right.
  by left; split=> // -[|k] //; exact: fixed.
by right; case: (IH (a x) HB) => [[-> _] //|]; exact: lt_trans.
Qed.

(* The top has the largest value.                                              *)
Lemma top_best A top x : improving A -> diverse A top -> V x <= V top.
Proof.
move=> imp div; case: (@Order.TotalTheory.arg_maxP _ _ X x predT V isT) => z _ le_z.
have best y : V y <= V z by exact: le_z.
have [<-|/div[k kA moves]] := eqVneq z top; first exact: best.
by case: (imp k z kA) => [fixed|]; [rewrite fixed eqxx in moves | rewrite ltNge best].
Qed.

Lemma reaches_top A top x k : improving A -> diverse A top ->
  (#|X|.-1 <= k)%N -> iter k (round A) x = top.
Proof.
move=> imp div; pose m z := #|[set y | V z < V y]|.
have round_top : round A top = top.
  by have [[] //|] := round_improves top imp; rewrite ltNge (top_best _ imp div).
have step z : z != top -> (m (round A z) < m z)%N.
  move=> zt; have [[_ fixed]|lt] := round_improves z imp.
    by have [j jA] := div _ zt; rewrite fixed // eqxx.
  apply: proper_card; apply/properP; split.
    by apply/subsetP => u; rewrite !inE; exact: lt_trans.
  by exists (round A z); rewrite !inE // ltxx.
have main j z : (m z <= j)%N -> iter j (round A) z = top.
  elim: j z => [|j IH] z mz.
    by apply/eqP; apply: contraTT mz => /step; rewrite leqn0 -lt0n; exact: leq_ltn_trans.
  rewrite iterSr; have [->|/step lt] := eqVneq z top.
    by rewrite round_top; elim: (j) => //= i ->.
  by apply: IH; rewrite -ltnS (leq_trans lt).
move=> nk; apply: main; apply: leq_trans nk.
have : (m x < #|X|)%N.
  rewrite -cardsT; apply: proper_card; apply/properP; split; first exact: subsetT.
  by exists x; rewrite !inE // ltxx.
by case: #|X| => //= n; rewrite ltnS.
Qed.
End Group.

(* The whole pool reaches the top from every start, in at most #|X| - 1        *)
(* rounds, and stays.                                                          *)
Theorem pool_reaches_top (R : realFieldType) (X : finType) (V : X -> R)
    (A : seq (X -> X)) (top x : X) (k : nat) :
  improving V A -> diverse A top ->
  (#|X|.-1 <= k)%N -> iter k (round A) x = top.
Proof. exact: reaches_top. Qed.

(* An agent that is elsewhere after #|X| moves from one start does not perform *)
(* as well as the pool.                                                        *)
Theorem clones_below_top (R : realFieldType) (X : finType) (V : X -> R)
    (A : seq (X -> X)) (top : X) (a : X -> X) (nu : X -> R) (z : X) :
  improving V A -> diverse A top ->
  (forall x, 0 < nu x) -> \sum_x nu x = 1 ->
  iter #|X| a z != top ->
  performance V nu (iter #|X| a) < V top.
Proof.
move=> imp div nu0 nu1 stuck.
have best x : V x <= V top by exact: top_best imp div.
have below : V (iter #|X| a z) < V top.
  have [k kA moves] := div _ stuck.
  by case: (imp k (iter #|X| a z) kA) => [fixed|lt]; [rewrite fixed eqxx in moves | exact: lt_le_trans lt (best _)].
rewrite -[in X in _ < X](mul1r (V top)) -nu1 mulr_suml /performance (bigD1 z) //= [X in _ < X](bigD1 z) //=.
rewrite ltr_le_add ?ltr_pmul2l //.
by apply: ler_sum => x _; rewrite ler_pmul2l.
Qed.
