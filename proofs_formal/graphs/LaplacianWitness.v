(******************************************************************************)
(* Concrete instances, over the rational numbers, of the theorems of           *)
(* Laplacian.v, and counterexamples to false variants.                         *)
(*   Two vertices, false and true, joined by an edge of weight 1 or by a one-  *)
(*   way edge; and a triangle with the weights 1, 1, -1/2.                     *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From Companion Require Import Laplacian.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition edge (i j : bool) : rat := if i == j then 0 else 1.
Definition one_way (i j : bool) : rat := if ~~ i && j then 1 else 0.
Definition negative (i j : bool) : rat := if i == j then 0 else -1.
Definition x (i : bool) : rat := if i then 2%:R else 1.
Definition swap : {perm bool} := tperm false true.

Lemma big_boolE (F : bool -> rat) : \sum_i F i = F true + F false.
Proof. exact: big_bool. Qed.
Lemma swapF : swap false = true. Proof. exact: tpermL. Qed.
Lemma swapT : swap true = false. Proof. exact: tpermR. Qed.
Ltac evaluate := rewrite ?/laplacian ?big_boolE ?/laplacian ?big_boolE; first [by vm_compute | by apply/eqP; vm_compute].

Lemma edge_sym i j : edge i j = edge j i. Proof. by case: i; case: j. Qed.
Lemma edge_ge0 i j : 0 <= edge i j. Proof. by case: i; case: j. Qed.

(* The form of x = (1, 2) is 1.                                                *)
Lemma dirichlet_form_instance :
  (\sum_i x i * laplacian edge x i) *+ 2 = \sum_i \sum_j edge i j * (x i - x j) ^+ 2 /\ \sum_i x i * laplacian edge x i = 1.
Proof. by split; [exact: dirichlet_form edge_sym | evaluate]. Qed.

Lemma laplacian_ge0_instance : 0 <= \sum_i x i * laplacian edge x i.
Proof. exact: laplacian_ge0 edge_sym edge_ge0. Qed.

Lemma laplacian_relabel_instance :
  laplacian (fun i j => one_way (swap i) (swap j)) (x \o swap) true = laplacian one_way x (swap true) /\ laplacian one_way x false = -1.
Proof. by split; [exact: laplacian_relabel | evaluate]. Qed.

(* No step from true along the one-way edge: the value at false does not       *)
(* matter there.                                                               *)
Definition x' (i : bool) : rat := if i then 2%:R else 7%:R.
Lemma near_true k : near one_way k true false = false.
Proof. by elim: k => [//|k IH] /=; rewrite IH /=; apply/existsP => -[l]; case: l. Qed.
Lemma laplacian_local_instance : iter 3 (laplacian one_way) x true = iter 3 (laplacian one_way) x' true.
Proof.
by apply: laplacian_local => -[] //; rewrite near_true.
Qed.

Lemma laplacian_kernel_instance :
  (forall i, laplacian edge (fun=> 3%:R) i = 0) <-> (forall i j, connect (fun i j => edge i j != 0) i j -> (3%:R : rat) = 3%:R).
Proof. exact: laplacian_kernel edge_sym edge_ge0. Qed.

(* A one-way edge: the form of (1, 2) is -1.                                   *)
Lemma not_dirichlet_form_one_way :
  (\sum_i x i * laplacian one_way x i) *+ 2 <> \sum_i \sum_j one_way i j * (x i - x j) ^+ 2.
Proof. by rewrite /laplacian !big_boolE; apply/eqP; vm_compute. Qed.

Lemma not_dirichlet_form_half : \sum_i x i * laplacian edge x i <> \sum_i \sum_j edge i j * (x i - x j) ^+ 2.
Proof. by rewrite /laplacian !big_boolE; apply/eqP; vm_compute. Qed.

Lemma not_laplacian_ge0_one_way : ~ (0 <= \sum_i x i * laplacian one_way x i).
Proof. by rewrite /laplacian !big_boolE; vm_compute. Qed.

Lemma not_laplacian_ge0_negative : (forall i j, negative i j = negative j i) /\ ~ (0 <= \sum_i x i * laplacian negative x i).
Proof. by split; [case; case | rewrite /laplacian !big_boolE; vm_compute]. Qed.

Lemma not_laplacian_relabel_fixed : laplacian one_way (x \o swap) false <> laplacian one_way x (swap false).
Proof. by rewrite /laplacian !big_boolE /= swapF swapT; apply/eqP; vm_compute. Qed.

Lemma not_laplacian_relabel_vertex :
  laplacian (fun i j => edge (swap i) (swap j)) (x \o swap) false <> laplacian edge x false.
Proof. by rewrite /laplacian !big_boolE /= swapF swapT; apply/eqP; vm_compute. Qed.

(* One step farther than what is known.                                        *)
Definition y (i : bool) : rat := if i then 5%:R else 1.
Lemma not_laplacian_local_next : (forall j, near edge 0 false j -> x j = y j) /\
  iter 1 (laplacian edge) x false <> iter 1 (laplacian edge) y false.
Proof. by split; [case | rewrite /= /laplacian !big_boolE; apply/eqP; vm_compute]. Qed.

Lemma not_laplacian_local_back : (forall j, near one_way 1 j false -> x j = y j) /\
  iter 1 (laplacian one_way) x false <> iter 1 (laplacian one_way) y false.
Proof.
split; last by rewrite /= /laplacian !big_boolE; apply/eqP; vm_compute.
by case=> //=; case/existsP => l; case: l.
Qed.

(* Two vertices without an edge: the kernel has signals that are not constant.  *)
Lemma not_laplacian_kernel_constant :
  (forall i, laplacian (fun _ _ : bool => 0 : rat) x i = 0) /\ ~ (forall i j : bool, x i = x j).
Proof.
split=> [i|/(_ false true)/eqP //].
by rewrite /laplacian big1 // => j _; rewrite mul0r.
Qed.

(* The triangle: (1, 0, -1) is in the kernel though 0 and 1 are joined.         *)
Definition triangle (i j : 'I_3) : rat :=
  if i == j then 0 else if ((i : nat) + j == 2)%N then - (1 / 2%:R) else 1.
Definition z (i : 'I_3) : rat := 1 - (i : nat)%:R.
Definition second : 'I_3 := @Ordinal 3 1 isT.
Lemma not_laplacian_kernel_negative : (forall i j, triangle i j = triangle j i) /\
  (forall i, laplacian triangle z i = 0) /\ ~ (forall i j, connect (fun i j => triangle i j != 0) i j -> z i = z j).
Proof.
split; first by move=> i j; rewrite /triangle eq_sym addnC.
split=> [i|/(_ ord0 second)].
  rewrite /laplacian !big_ord_recl big_ord0.
  case: i => [[|[|[|i]]] lt] //; rewrite /triangle /z -!val_eqE /=; apply/eqP; vm_compute.
rewrite connect1; last by vm_compute.
by move/(_ isT)/eqP; vm_compute.
Qed.
