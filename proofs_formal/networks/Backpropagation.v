(* Backpropagation on straight-line programs with the operations +, -, * over any commutative ring.  No axiom is used.

   Proved: the reverse sweep returns the derivative.  The derivative in the direction dx is the coefficient of 'X in the output of the same
   program, run on x + dx 'X: for polynomials this is the definition of the formal derivative, and no limit is needed.  And the number of
   operations: a program of L operations on n inputs, m of them multiplications, in which every node but the output is used, takes
   2 L + 2 m + 1 - n operations together with its reverse sweep, at most 4 L + 1 - n.

   Published counterpart: W. Baur and V. Strassen, The complexity of partial derivatives (1983), L(f, grad f) <= 3 L(f), where L counts the
   multiplications and divisions that are not by scalars.  Here there is no division, and all operations are counted, in the convention of
   sweep_cost: a multiplication costs two multiplications in the sweep, adding to an adjoint that was handed something before costs one
   addition, signs and the first hand-over are free. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import zify.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Inductive operation := Plus | Minus | Times.
Definition instruction := (operation * nat * nat)%type.
(* A program with n inputs; the last instruction comes first. Nodes 0 .. n - 1 are the inputs, node n + t is the t-th result. *)
Definition program := seq instruction.

Definition result (A : ringType) (o : operation) (u v : A) : A :=
  match o with Plus => u + v | Minus => u - v | Times => u * v end.

Fixpoint run (A : ringType) (x : nat -> A) (n : nat) (p : program) : nat -> A :=
  if p is (o, i, j) :: q then
    fun k => if k == (n + size q)%N then result o (run x n q i) (run x n q j) else run x n q k
  else x.

(* operands come before the result *)
Fixpoint well_formed (n : nat) (p : program) : bool :=
  if p is (o, i, j) :: q then [&& (i < n + size q)%N, (j < n + size q)%N & well_formed n q] else true.

Section Sweep.
Variables (R : comRingType) (x : nat -> R) (n : nat).

Definition left_partial (o : operation) (u v : R) : R := if o is Times then v else 1.
Definition right_partial (o : operation) (u v : R) : R := match o with Plus => 1 | Minus => -1 | Times => u end.

(* The reverse sweep: the adjoint of a result is handed to its two operands and added to what they have. *)
Fixpoint sweep (p : program) (adj : nat -> R) : nat -> R :=
  if p is (o, i, j) :: q then
    let b := adj (n + size q)%N in let u := run x n q i in let v := run x n q j in
    sweep q (fun k => adj k + (k == i)%:R * (b * left_partial o u v) + (k == j)%:R * (b * right_partial o u v))
  else adj.

Variable dx : nat -> R.
Let X k : {poly R} := (x k)%:P + dx k *: 'X.

Lemma run0 p k : (run X n p k)`_0 = run x n p k.
Proof.
elim: p k => [|[[o i] j] q IH] k /=; first by rewrite coefD coefC coefZ coefX mulr0 addr0.
case: ifP => // _; case: o => /=; rewrite ?coefD ?coefN ?IH //.
by rewrite coefM big_ord_recl big_ord0 addr0 subnn !IH.
Qed.

Lemma coef1M (P Q : {poly R}) : (P * Q)`_1 = P`_0 * Q`_1 + P`_1 * Q`_0.
Proof. by rewrite coefM !big_ord_recl big_ord0 addr0. Qed.

Lemma sum_one (t i : nat) (a : R) (F : nat -> R) : (i < t)%N -> \sum_(k < t) ((k == i :> nat)%:R * a) * F k = a * F i.
Proof.
move=> it; rewrite (bigD1 (Ordinal it)) //= big1 ?addr0 ?eqxx ?mul1r // => k ki.
by rewrite -(inj_eq val_inj) /= in ki; rewrite (negbTE ki) !mul0r.
Qed.

Lemma transposition p (adj : nat -> R) : well_formed n p ->
  \sum_(k < n + size p) adj k * (run X n p k)`_1 = \sum_(k < n) sweep p adj k * dx k.
Proof.
elim: p adj => [|[[o i] j] q IH] adj /=.
  by rewrite addn0 => _; apply: eq_bigr => k _; rewrite coefD coefC coefZ coefX mulr1 add0r.
case/and3P=> it jt wf; rewrite -IH // addnS big_ord_recr /= eqxx.
have -> : (result o (run X n q i) (run X n q j))`_1 =
    left_partial o (run x n q i) (run x n q j) * (run X n q i)`_1 + right_partial o (run x n q i) (run x n q j) * (run X n q j)`_1.
  case: o => /=; rewrite ?coefD ?coefN ?mul1r ?mulN1r // coef1M !run0.
  by rewrite addrC [_`_1 * _]mulrC.
set t := (n + size q)%N; set l := left_partial _ _ _; set r := right_partial _ _ _.
under [RHS]eq_bigr => k _ do rewrite 2!mulrDl.
pose F k := (run X n q k)`_1.
rewrite 2!big_split /= (sum_one (adj t * l) F it) (sum_one (adj t * r) F jt) mulrDr !mulrA addrA; congr (_ + _ + _).
by apply: eq_bigr => k _; rewrite ltn_eqF.
Qed.

Definition gradient p : nat -> R := sweep p (fun k => (k == (n + size p).-1)%:R).
End Sweep.

(* The derivative of the program at x in the direction dx. *)
Definition derivative (R : comRingType) (x : nat -> R) (n : nat) (p : program) (dx : nat -> R) : R :=
  (run (fun k => (x k)%:P + dx k *: 'X) n p (n + size p).-1)`_1.

(* The sweep returns the gradient: the derivative in every direction is the sum of its coordinates times the adjoints of the inputs. *)
Theorem backpropagation (R : comRingType) (x : nat -> R) (n : nat) (p : program) (dx : nat -> R) :
  well_formed n p -> (0 < n + size p)%N -> derivative x n p dx = \sum_(k < n) gradient x n p k * dx k.
Proof.
move=> wf pos; rewrite -transposition //.
have lt : ((n + size p).-1 < n + size p)%N by rewrite prednK.
rewrite -[LHS]mul1r -(sum_one _ (fun k => (run (fun l => (x l)%:P + dx l *: 'X) n p k)`_1) lt).
by apply: eq_bigr => k _; rewrite mulr1.
Qed.

(* -- the number of operations ------------------------------------------------ *)

(* Whether node k is an operand. *)
Fixpoint used (p : program) (k : nat) : bool :=
  if p is (_, i, j) :: q then [|| k == i, k == j | used q k] else false.

(* Every node but the output, which is the last one, is used. *)
Definition live (n : nat) (p : program) : Prop := forall k, (k < (n + size p).-1)%N -> used p k.

Fixpoint multiplications (p : program) : nat :=
  if p is (o, _, _) :: q then (if o is Times then 1 else 0) + multiplications q else 0.

(* The operations of the sweep; handed says which adjoints were handed something before. *)
Fixpoint sweep_cost (p : program) (handed : nat -> bool) : nat :=
  if p is (o, i, j) :: q then
    (if o is Times then 2 else 0) + (handed i + (handed j || (j == i))) +
    sweep_cost q (fun k => [|| handed k, k == i | k == j])
  else 0.

(* The operations of the program and of its reverse sweep; the adjoint of the output is given. *)
Definition cost (n : nat) (p : program) : nat := size p + sweep_cost p (pred1 (n + size p).-1).

Lemma count_two (m i j : nat) (h : nat -> bool) : (i < m)%N -> (j < m)%N ->
  (h i + (h j || (j == i)) + \sum_(k < m) (~~ h k && ((k == i :> nat) || (k == j :> nat))) = 2)%N.
Proof.
move=> im jm; pose I := Ordinal im; pose J := Ordinal jm.
rewrite (bigD1 I) //= eqxx andbT; have [ji|ji] := eqVneq j i.
  rewrite orbT big1 ?addn0 => [|k ki]; first by case: (h i).
  by rewrite ji orbb -[k == i :> nat]/(k == I) (negbTE ki) andbF.
rewrite orbF (bigD1 J) /=; last by rewrite -(inj_eq val_inj) /= ji.
rewrite eqxx orbT andbT big1 ?addn0 => [|k /andP[kI kJ]]; first by case: (h i); case: (h j).
by rewrite -[k == i :> nat]/(k == I) -[k == j :> nat]/(k == J) (negbTE kI) (negbTE kJ) andbF.
Qed.

Lemma sweep_cost_eq n p handed m : well_formed n p -> (n + size p <= m)%N ->
  (sweep_cost p handed + \sum_(k < m) (~~ handed k && used p k) = 2 * size p + 2 * multiplications p)%N.
Proof.
elim: p handed m => [|[[o i] j] q IH] handed m /=.
  by move=> _ _; rewrite big1 // => k _; rewrite andbF.
case/and3P=> iq jq wf; rewrite addnS => mq.
have im := ltn_trans iq mq; have jm := ltn_trans jq mq.
have {IH}E := IH (fun k => [|| handed k, k == i | k == j]) m wf (ltnW mq).
have split : (\sum_(k < m) (~~ handed k && [|| k == i :> nat, k == j :> nat | used q k]) =
    \sum_(k < m) (~~ handed k && ((k == i :> nat) || (k == j :> nat))) +
    \sum_(k < m) (~~ [|| handed k, k == i :> nat | k == j :> nat] && used q k))%N.
  rewrite -big_split; apply: eq_bigr => k _ /=.
  by case: (handed k); case: (k == i :> nat); case: (k == j :> nat); case: (used q k).
have two := count_two handed im jm; rewrite split.
have twice : ((if o is Times then 2 else 0) = 2 * (if o is Times then 1 else 0))%N by case: o.
set A := (\sum_(k < m) _)%N in two *; set B := (\sum_(k < m) _)%N in E *; set c := sweep_cost q _ in E *.
rewrite twice; move: (if o is Times then 1 else 0)%N => d; lia.
Qed.

(* The number of operations. *)
Theorem gradient_cost (n : nat) (p : program) : well_formed n p -> live n p -> (0 < size p)%N ->
  (cost n p + n = 2 * size p + 2 * multiplications p + 1)%N.
Proof.
move=> wf lv pos; have := sweep_cost_eq (pred1 (n + size p).-1) wf (leqnn _).
have -> : (\sum_(k < n + size p) (~~ pred1 (n + size p).-1 k && used p k) = (n + size p).-1)%N.
  transitivity (\sum_(k < n + size p) (k < (n + size p).-1 : nat))%N.
    apply: eq_bigr => k _; rewrite ltn_neqAle -ltnS prednK ?ltn_ord ?andbT /=; last by lia.
    have [//|ne /=] := eqVneq (k : nat) (n + size p).-1; rewrite lv //.
    by have := ltn_ord k; move/eqP: ne; lia.
  have e : (n + size p = (n + size p).-1.+1)%N by lia.
  rewrite [in LHS]e big_ord_recr /= ltnn addn0.
  by under eq_bigr => k _ do rewrite ltn_ord; rewrite sum1_card card_ord.
by rewrite /cost; lia.
Qed.

(* At most four times the operations of the program, and 1 - n more. *)
Theorem gradient_cost_bound (n : nat) (p : program) : well_formed n p -> live n p -> (0 < size p)%N ->
  (cost n p + n <= 4 * size p + 1)%N.
Proof.
move=> wf lv pos; rewrite gradient_cost //; have : (multiplications p <= size p)%N; last by lia.
by elim: (p) => //= -[[o i] j] q IH; case: o => /=; lia.
Qed.
