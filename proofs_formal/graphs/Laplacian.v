(******************************************************************************)
(* The Laplacian of a weighted graph on a finite set of vertices: its          *)
(* quadratic form, its kernel, what renumbering does to it, and how far its     *)
(* powers reach.  No axiom is used.                                            *)
(*                                                                             *)
(* Published counterparts: the presentation of spectral graph theory in        *)
(*   M. M. Bronstein et al., Geometric deep learning: going beyond Euclidean    *)
(*   data (2017), and the localisation of polynomial filters in D. K. Hammond   *)
(*   et al., Wavelets on graphs via spectral graph theory (2011).              *)
(* What differs: weights are any elements of a commutative ring, and of an      *)
(* ordered field where signs matter; functions take the place of matrices.      *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From mathcomp Require Import ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* -- the Laplacian of a weighted graph --------------------------------------- *)
Section Laplacian.
Variables (R : comRingType) (V : finType).

(* (L x) i = sum_j w_ij (x_i - x_j).                                           *)
Definition laplacian (w : V -> V -> R) (x : V -> R) (i : V) : R :=
  \sum_j w i j * (x i - x j).

(* 2 <x, L x> = sum over ordered pairs of w_ij (x_i - x_j)^2.                  *)
Theorem dirichlet_form w x : (forall i j, w i j = w j i) ->
  (\sum_i x i * laplacian w x i) *+ 2 = \sum_i \sum_j w i j * (x i - x j) ^+ 2.
Proof.
move=> sym; have E : \sum_i x i * laplacian w x i = \sum_i \sum_j w i j * (x j * (x j - x i)).
  rewrite exchange_big /=; apply: eq_bigr => i _; rewrite mulr_sumr.
  by apply: eq_bigr => j _; rewrite sym; ring.
rewrite mulr2n {2}E -big_split; apply: eq_bigr => i _.
by rewrite mulr_sumr -big_split; apply: eq_bigr => j _ /=; ring.
Qed.

(* Renumbering the vertices commutes with the Laplacian.                       *)
Theorem laplacian_relabel w (s : {perm V}) x i :
  laplacian (fun i j => w (s i) (s j)) (x \o s) i = laplacian w x (s i).
Proof. by rewrite /laplacian [RHS](reindex_inj (@perm_inj _ s)). Qed.

(* Vertices within k steps of i.                                               *)
Fixpoint near (w : V -> V -> R) (k : nat) (i j : V) : bool :=
  if k is k'.+1 then near w k' i j || [exists l, (w i l != 0) && near w k' l j]
  else i == j.

(* The k-th power of the Laplacian sees only k steps far.                      *)
Theorem laplacian_local w k x x' i :
  (forall j, near w k i j -> x j = x' j) ->
  iter k (laplacian w) x i = iter k (laplacian w) x' i.
Proof.
elim: k i => [|k IH] i H /=; first by rewrite H //= eqxx.
apply: eq_bigr => j _; have [-> | wij] := eqVneq (w i j) 0; first by rewrite !mul0r.
congr (_ * (_ - _)); apply: IH => l nl; apply: H => /=; first by rewrite nl.
by apply/orP; right; apply/existsP; exists j; rewrite wij.
Qed.
End Laplacian.

Section Kernel.
Variables (R : realFieldType) (V : finType) (w : V -> V -> R).

(* The quadratic form is not negative.                                         *)
Theorem laplacian_ge0 x : (forall i j, w i j = w j i) -> (forall i j, 0 <= w i j) ->
  0 <= \sum_i x i * laplacian w x i.
Proof.
move=> sym w0; rewrite -(@pmulrn_lge0 _ _ 2) // dirichlet_form //; apply: sumr_ge0 => i _.
by apply: sumr_ge0 => j _; rewrite mulr_ge0 ?sqr_ge0.
Qed.

(* The kernel: functions that are constant on connected components.            *)
Theorem laplacian_kernel x : (forall i j, w i j = w j i) -> (forall i j, 0 <= w i j) ->
  (forall i, laplacian w x i = 0) <->
  (forall i j, connect (fun i j => w i j != 0) i j -> x i = x j).
Proof.
move=> sym w0; split=> [L0 i j /connectP[p]|c i]; last first.
  apply: big1 => j _; have [-> | wij] := eqVneq (w i j) 0; first by rewrite mul0r.
  by rewrite (c i j) ?subrr ?mulr0 //; exact: connect1.
have D0 : \sum_i \sum_j w i j * (x i - x j) ^+ 2 = 0.
  by rewrite -dirichlet_form // big1 ?mul0rn // => k _; rewrite L0 mulr0.
have term a b : w a b != 0 -> x a = x b.
  have nn a' : 0 <= \sum_j w a' j * (x a' - x j) ^+ 2.
    by apply: sumr_ge0 => j' _; rewrite mulr_ge0 ?sqr_ge0.
  move/eqP: D0; rewrite psumr_eq0 => [/allP/(_ a (mem_index_enum _)) /= |a' _]; last exact: nn.
  rewrite psumr_eq0 => [/allP/(_ b (mem_index_enum _)) /= |b' _]; last by rewrite mulr_ge0 ?sqr_ge0.
  by rewrite mulf_eq0 sqrf_eq0 subr_eq0 => /orP[/eqP -> /eqP //|/eqP].
elim: p i => [|k p IH] i /=; first by move=> _ ->.
by move=> /andP[/term -> kp] /(IH _ kp).
Qed.
End Kernel.
