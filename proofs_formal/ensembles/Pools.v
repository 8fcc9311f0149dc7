(******************************************************************************)
(* Groups of problem solvers: a pool of agents that improve, and of which      *)
(* from every solution but the best one some agent moves, reaches the best     *)
(* solution from every start, and an agent that is stuck somewhere does not.   *)
(* No axiom is used.                                                           *)
(*                                                                             *)
(* Published counterpart: L. Hong and S. E. Page, Groups of diverse problem    *)
(* solvers can outperform groups of high-ability problem solvers (2004), the   *)
(* first step of the theorem.  What differs: the set of solutions is finite,   *)
(* and a number of rounds is given.                                            *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Pool.
Variables (R : realFieldType) (X : finType) (V : X -> R) (A : seq (X -> X)).

(* Where agent k moves, it finds a solution of larger value.                   *)
Definition improving : Prop :=
  forall k x, (k < size A)%N -> nth id A k x = x \/ V x < V (nth id A k x).

(* From every solution but top some agent moves.                               *)
Definition diverse (top : X) : Prop :=
  forall x, x != top -> exists2 k, (k < size A)%N & nth id A k x != x.

(* One round: the members work in turn.                                        *)
Definition round (x : X) : X := foldl (fun x a => a x) x A.
End Pool.

Lemma fold_improves (R : realFieldType) (X : finType) (V : X -> R) (B : seq (X -> X)) x :
  (forall k x, (k < size B)%N -> nth id B k x = x \/ V x < V (nth id B k x)) ->
  foldl (fun x a => a x) x B = x /\ (forall k, (k < size B)%N -> nth id B k x = x)
  \/ V x < V (foldl (fun x a => a x) x B).
Proof.
elim: B x => [|a B IH] x H /=; first by left.
have HB k z : (k < size B)%N -> nth id B k z = z \/ V z < V (nth id B k z) by exact: (H k.+1).
case: (H 0%N x isT) => /= [ax|lt].
  rewrite ax; case: (IH x HB) => [[-> fixed]|]; last by right.
  by left; split=> // -[|k] //; exact: fixed.
by right; case: (IH (a x) HB) => [[-> _] //|]; exact: lt_trans.
Qed.

(* The whole pool reaches the top from every start, in at most #|X| rounds.    *)
Theorem pool_reaches_top (R : realFieldType) (X : finType) (V : X -> R)
    (A : seq (X -> X)) (top : X) :
  (forall x, V x <= V top) -> improving V A -> diverse A top ->
  forall x, iter #|X| (round A) x = top.
Proof.
move=> best better moves x.
pose m z := #|[set y | V z < V y]|.
have round_top : round A top = top.
  have [[] //|] := fold_improves top better.
  by rewrite ltNge best.
have step z : z != top -> (m (round A z) < m z)%N.
  move=> zt; have [[_ fixed]|lt] := fold_improves z better.
    by have [k kA] := moves z zt; rewrite fixed // eqxx.
  apply: proper_card; apply/properP; split.
    by apply/subsetP => u; rewrite !inE; exact: lt_trans.
  by exists (round A z); rewrite !inE // ltxx.
have main k z : (m z <= k)%N -> iter k (round A) z = top.
  elim: k z => [|k IH] z mz.
    apply/eqP; apply: contraTT mz => /step; rewrite leqn0 -lt0n.
    exact: leq_ltn_trans.
  rewrite iterSr; have [->|/step lt] := eqVneq z top.
    by rewrite round_top; elim: (k) => //= n ->.
  by apply: IH; rewrite -ltnS (leq_trans lt).
by apply: main; exact: max_card.
Qed.

(* An agent that is not at the top after #|X| moves from one start reaches on   *)
(* average less than the value of the top, if every start has positive weight. *)
Theorem clones_below_top (R : realFieldType) (X : finType) (V : X -> R)
    (top : X) (a : X -> X) (nu : X -> R) (z : X) :
  (forall x, x != top -> V x < V top) ->
  (forall x, 0 < nu x) -> \sum_x nu x = 1 ->
  iter #|X| a z != top ->
  \sum_x nu x * V (iter #|X| a x) < V top.
Proof.
move=> best nu0 nu1 stuck.
have le_top x : V x <= V top by have [->|/best/ltW] := eqVneq x top.
rewrite -[in X in _ < X](mul1r (V top)) -nu1 mulr_suml (bigD1 z) //= [X in _ < X](bigD1 z) //=.
rewrite ltr_le_add ?ltr_pmul2l ?best //.
by apply: ler_sum => x _; rewrite ler_pmul2l.
Qed.
