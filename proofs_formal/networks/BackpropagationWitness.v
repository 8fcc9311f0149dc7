(* Programs that meet the premises of Backpropagation.v, over the integers, and counterexamples to false variants.

   Repeated squaring, four times, is well formed, uses every node, has the derivative 16 x^15 and takes 16 operations with its sweep, four
   times its length. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Companion Require Import Backpropagation.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

(* The last instruction comes first. *)
Definition powers : program := [:: (Times, 3, 3); (Times, 2, 2); (Times, 1, 1); (Times, 0, 0)]%N.
Definition two (k : nat) : int := 2.
Definition minus (k : nat) : int := -1.

Lemma powers_live : live 1 powers.
Proof. by move=> [|[|[|[|]]]]. Qed.

Theorem powers_instance :
  [/\ well_formed 1 powers, live 1 powers, run minus 1 powers 4%N = 1, gradient minus 1 powers 0%N = -16%:Z & cost 1 powers = 16%N].
Proof. by split; [| exact: powers_live | vm_compute | vm_compute |]. Qed.

(* At -1, where 16 x^15 = -16. *)
Theorem powers_derivative (d : int) : derivative minus 1 powers (fun=> d) = -16%:Z * d.
Proof.
by rewrite backpropagation // big_ord_recl big_ord0 addr0; congr (_ * _).
Qed.

(* An operand that is no node. *)
Lemma not_backpropagation_any_program :
  ~ (forall (x : nat -> int) n p dx, (0 < n + size p)%N -> derivative x n p dx = \sum_(k < n) gradient x n p k * dx k).
Proof.
move=> /(_ two 1%N [:: (Plus, 5, 5)]%N (fun=> 1) isT).
rewrite /derivative /= !coefD !coefC !coefZ !coefX big_ord_recl big_ord0 /=.
by vm_compute.
Qed.

(* The direction forgotten. *)
Lemma not_backpropagation_without_direction :
  ~ (forall (x : nat -> int) n p dx, well_formed n p -> (0 < n + size p)%N -> derivative x n p dx = \sum_(k < n) gradient x n p k).
Proof.
move=> /(_ two 1%N [::] two isT isT); rewrite /derivative /= !coefD !coefC !coefZ !coefX big_ord_recl big_ord0 /=.
by vm_compute.
Qed.

(* The same square computed twice, once in vain: 9 operations, and 2 L + 2 m + 1 - n = 4 L + 1 - n = 8. *)
Definition in_vain : program := [:: (Times, 0, 0); (Times, 0, 0)]%N.

Lemma not_cost_any_program :
  ~ (forall n p, well_formed n p -> (0 < size p)%N -> (cost n p + n = 2 * size p + 2 * multiplications p + 1)%N).
Proof. by move=> /(_ 1%N in_vain isT isT). Qed.

Lemma not_bound_any_program : ~ (forall n p, well_formed n p -> (0 < size p)%N -> (cost n p + n <= 4 * size p + 1)%N).
Proof. by move=> /(_ 1%N in_vain isT isT). Qed.

(* Three times is not enough when all operations are counted. *)
Lemma not_bound_three : ~ (forall n p, well_formed n p -> live n p -> (0 < size p)%N -> (cost n p + n <= 3 * size p + 1)%N).
Proof. by move=> /(_ 1%N powers isT powers_live isT). Qed.

(* Sums cost less than products. *)
Lemma not_cost_all_alike : ~ (forall n p, well_formed n p -> live n p -> (0 < size p)%N -> (cost n p + n = 4 * size p + 1)%N).
Proof.
have lv : live 2 [:: (Plus, 0, 1)%N] by move=> [|[|]].
by move=> /(_ 2%N [:: (Plus, 0, 1)%N] isT lv isT).
Qed.
