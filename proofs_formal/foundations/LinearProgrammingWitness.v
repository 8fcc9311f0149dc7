(******************************************************************************)
(* Concrete instances, over the rational numbers, of the theorems of           *)
(* LinearProgramming.v, and counterexamples to false variants.                 *)
(*   Farkas: rows (1, 0) and (1, 1); (2, 1) lies in their cone, (-1, 0) not.   *)
(*   Program: min x_1 + 2 x_2, x >= 0, x_1 + x_2 = 1; its value is 1.          *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From Companion Require Import LinearProgramming.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma big_boolE (F : bool -> rat) : \sum_x F x = F true + F false.
Proof. exact: big_bool. Qed.
Lemma big_unitE (F : unit -> rat) : \sum_x F x = F tt.
Proof. by rewrite (bigD1 tt) //= big1 ?addr0 // => -[]. Qed.
Ltac evaluate :=
  rewrite ?big_boolE ?big_unitE; first [by vm_compute | by apply/eqP; vm_compute].

(* Coordinates: false, true; rows: false, true.                                *)
Definition row (i j : bool) : rat := (~~ j || i)%:R.
Definition inside (j : bool) : rat := if j then 1 else 2%:R.
Definition outside (j : bool) : rat := if j then 0 else - 1.

Lemma farkas_instance :
  (exists2 l : bool -> rat, (forall i, 0 <= l i) &
     forall j, \sum_i l i * row i j = inside j) /\
  (exists2 x : bool -> rat, (forall i, \sum_j row i j * x j <= 0) &
     0 < \sum_j outside j * x j).
Proof.
split.
  case: (farkas row inside) => // -[x xr]; have := xr true; have := xr false.
  rewrite !big_boolE /row /inside /= !mul1r mul0r add0r => r0 r1.
  by rewrite ltNge mulr_natl mulr2n addrA -[X in _ <= X]addr0 ler_add.
case: (farkas row outside) => // -[l l0 lb].
have := lb false; rewrite !big_boolE /row /outside /= !mulr1 => e.
by have := addr_ge0 (l0 true) (l0 false); rewrite e ler0N1.
Qed.

Definition A (i : bool) (j : unit) : rat := 1.
Definition b (j : unit) : rat := 1.
Definition c (i : bool) : rat := if i then 2%:R else 1.
Definition x0 (i : bool) : rat := 1 / 2%:R.
Definition y0 (j : unit) : rat := 0.

Lemma x0_feasible : primal_feasible A b x0.
Proof. by split=> [i|j]; evaluate. Qed.
Lemma y0_feasible : dual_feasible A c y0.
Proof. by move=> []; evaluate. Qed.
Lemma lp_weak_instance : \sum_j b j * y0 j <= \sum_i c i * x0 i.
Proof. exact: lp_weak_duality x0_feasible y0_feasible. Qed.

(* The common value of the optimal points is 1.                                *)
Lemma lp_strong_instance : exists x y,
  [/\ primal_feasible A b x, dual_feasible A c y,
      \sum_i c i * x i = 1 & \sum_j b j * y j = 1].
Proof.
have [x [y [px dy e]]] := lp_strong_duality x0_feasible y0_feasible.
suff v : \sum_j b j * y j = 1 by exists x, y; split; rewrite // e.
apply/eqP; rewrite eq_le; apply/andP; split.
  by have := dy false; rewrite !big_unitE /b /A /c !mul1r.
case: px => p0 /(_ tt); rewrite -e !big_boolE /A /b /c !mulr1 mul1r => s1.
by rewrite -[X in X <= _]s1 ler_add2r ler_pemull // p0.
Qed.

(* -- false variants ----------------------------------------------------------- *)

(* The coefficients cannot be asked to be positive.                            *)
Lemma not_farkas_positive :
  ~ (forall (A : unit -> unit -> rat) (b : unit -> rat),
      (exists2 l, (forall i, 0 < l i) & forall j, \sum_i l i * A i j = b j) \/
      (exists2 x, (forall i, \sum_j A i j * x j <= 0) & 0 < \sum_j b j * x j)).
Proof.
move=> /(_ (fun _ _ => 1) (fun _ => 0)) [[l l0 /(_ tt)]|[x _]].
  by rewrite big_unitE mulr1 => e; have := l0 tt; rewrite e ltxx.
by rewrite big_unitE mul0r ltxx.
Qed.

(* Nor the separation from the rows to be strict.                              *)
Lemma not_farkas_strict :
  ~ (forall (A : unit -> unit -> rat) (b : unit -> rat),
      (exists2 l, (forall i, 0 <= l i) & forall j, \sum_i l i * A i j = b j) \/
      (exists2 x, (forall i, \sum_j A i j * x j < 0) & 0 < \sum_j b j * x j)).
Proof.
move=> /(_ (fun _ _ => 0) (fun _ => 1)) [[l _ /(_ tt)]|[x /(_ tt)]].
  by rewrite big_unitE mulr0.
by rewrite big_unitE mul0r ltxx.
Qed.

(* Weak duality does not hold the other way round.                             *)
Lemma not_lp_weak_reversed :
  ~ (forall x y, primal_feasible A b x -> dual_feasible A c y ->
       \sum_i c i * x i <= \sum_j b j * y j).
Proof.
by move=> /(_ x0 y0 x0_feasible y0_feasible); apply/negP; evaluate.
Qed.

(* Strong duality needs a feasible dual point (the program may be unbounded)   *)
Lemma not_lp_strong_unbounded :
  ~ (forall (A : unit -> unit -> rat) (b c x0 : unit -> rat),
      primal_feasible A b x0 ->
      exists x y, [/\ primal_feasible A b x, dual_feasible A c y &
                      \sum_i c i * x i = \sum_j b j * y j]).
Proof.
move=> /(_ (fun _ _ => 0) (fun _ => 0) (fun _ => - 1) (fun _ => 0)) [].
  by split=> [//|j]; rewrite big_unitE mulr0.
by move=> x [y [_ /(_ tt)]]; rewrite big_unitE mul0r.
Qed.

(* and a feasible primal point.                                                *)
Lemma not_lp_strong_infeasible :
  ~ (forall (A : unit -> unit -> rat) (b c y0 : unit -> rat),
      dual_feasible A c y0 ->
      exists x y, [/\ primal_feasible A b x, dual_feasible A c y &
                      \sum_i c i * x i = \sum_j b j * y j]).
Proof.
move=> /(_ (fun _ _ => 0) (fun _ => 1) (fun _ => 0) (fun _ => 0)) [].
  by move=> i; rewrite big_unitE mulr0.
by move=> x [y [[_ /(_ tt)]]]; rewrite big_unitE mulr0.
Qed.
