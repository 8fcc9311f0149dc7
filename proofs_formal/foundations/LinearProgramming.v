(******************************************************************************)
(* Farkas' lemma and the strong duality theorem of linear programming over an  *)
(* arbitrary ordered field R, without axioms.                                  *)
(*                                                                             *)
(* Published counterparts: Farkas' lemma (Schrijver, Theory of Linear and      *)
(* Integer Programming, Cor. 7.1d) and the duality theorem for the program     *)
(*     min <c, x>, x >= 0, x A = b      max <b, y>, A y <= c                   *)
(* (ibid., Cor. 7.1g; von Neumann; Gale, Kuhn, Tucker), both for matrices      *)
(* indexed by finite sets I (variables x) and J (equations).  The proof of     *)
(* Farkas' lemma is an induction on the number of generators (after Bartl):    *)
(* if some x separates b from the first generators but not from the next one,  *)
(* the next one is projected away.  The alternative is proved constructively:  *)
(* no excluded middle, no completeness of R.                                   *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section FarkasInduction.
Variables (R : realFieldType) (I J : finType).

Let dot (a x : J -> R) := \sum_j a j * x j.

Lemma dotBl a b x (k : R) : dot (fun j => a j - k * b j) x = dot a x - k * dot b x.
Proof.
rewrite /dot mulr_sumr -sumrB; apply: eq_bigr => j _.
by rewrite mulrBl mulrA.
Qed.
Lemma dotBr a x y (k : R) : dot a (fun j => x j - k * y j) = dot a x - k * dot a y.
Proof.
rewrite /dot mulr_sumr -sumrB; apply: eq_bigr => j _.
by rewrite mulrBr mulrCA.
Qed.

Lemma farkas_seq (s : seq I) (A : I -> J -> R) (b : J -> R) : uniq s ->
  (exists2 l : I -> R, (forall i, 0 <= l i) &
     forall j, \sum_(i <- s) l i * A i j = b j) \/
  (exists2 x : J -> R, (forall i, i \in s -> dot (A i) x <= 0) & 0 < dot b x).
Proof.
elim: s A b => [|k s IH] A b.
  move=> _; have [b0|/existsP [j nbj]] := boolP [forall j, b j == 0].
    left; exists (fun=> 0) => // j; rewrite big_nil.
    by move/forallP: b0 => /(_ j) /eqP ->.
  right; exists b => //; rewrite /dot (bigD1 j) //=.
  have: 0 < b j * b j by rewrite -expr2 lt_def sqrf_eq0 nbj sqr_ge0.
  move=> /lt_le_trans; apply; rewrite ler_addl.
  by apply: sumr_ge0 => i _; rewrite -expr2 sqr_ge0.
move=> /= /andP [ks us].
have [[l l0 lb]|[x xs xb]] := IH A b us.
  left; exists (fun i => if i == k then 0 else l i) => [i|j].
    by case: ifP.
  rewrite big_cons eqxx mul0r add0r -lb; apply: eq_big_seq => i si.
  by case: eqP => // ik; rewrite -ik si in ks.
have [xk|xk] := lerP (dot (A k) x) 0.
  by right; exists x => // i; rewrite inE => /orP [/eqP -> //|]; exact: xs.
have swap (p q r : R) : p / q * r = r / q * p by rewrite mulrAC [p * r]mulrC mulrAC.
pose u := fun i => dot (A i) x / dot (A k) x.
pose v := dot b x / dot (A k) x.
have [[l l0 lb]|[y ys yb]] :=
  IH (fun i j => A i j - u i * A k j) (fun j => b j - v * A k j) us.
  left; exists (fun i => if i == k then v - \sum_(i <- s) l i * u i else l i).
    move=> i; case: ifP => // _; rewrite subr_ge0 (le_trans (y := 0)) //.
      rewrite big_seq -oppr_ge0 -sumrN; apply: sumr_ge0 => h hs.
      by rewrite oppr_ge0 mulr_ge0_le0 // pmulr_lle0 ?invr_gt0 ?xs.
    by rewrite divr_ge0 // ltW.
  move=> j; rewrite big_cons eqxx mulrBl mulr_suml.
  have := lb j; under eq_bigr do rewrite mulrBr.
  rewrite sumrB.
  have -> : \sum_(i <- s) (if i == k then v - \sum_(h <- s) l h * u h else l i) * A i j
     = \sum_(i <- s) l i * A i j.
    apply: eq_big_seq => i si; case: eqP => // ik; by rewrite -ik si in ks.
  under [X in _ - X = _ -> _]eq_bigr do rewrite mulrA.
  by move=> e; rewrite addrAC -addrA e; ring.
right; exists (fun j => y j - dot (A k) y / dot (A k) x * x j).
  move=> i; rewrite dotBr inE => /orP [/eqP ->|/ys].
    by rewrite divfK ?subrr // gt_eqF.
  by rewrite dotBl /u swap.
by move: yb; rewrite dotBr dotBl /v swap.
Qed.
End FarkasInduction.

(* Farkas' lemma: b is a combination of the rows A i with nonnegative          *)
(* coefficients l, or some x has <A i, x> <= 0 for all i and <b, x> > 0.       *)
Theorem farkas (R : realFieldType) (I J : finType) (A : I -> J -> R) (b : J -> R) :
  (exists2 l : I -> R, (forall i, 0 <= l i) & forall j, \sum_i l i * A i j = b j) \/
  (exists2 x : J -> R, (forall i, \sum_j A i j * x j <= 0) & 0 < \sum_j b j * x j).
Proof.
have [[l l0 lb]|[x xi xb]] := farkas_seq A b (index_enum_uniq I).
  by left; exists l.
by right; exists x => // i; apply: xi; rewrite mem_index_enum.
Qed.

(* ... and never both.                                                         *)
Lemma farkas_exclusive (R : realFieldType) (I J : finType) (A : I -> J -> R)
    (b : J -> R) (l : I -> R) (x : J -> R) :
  (forall i, 0 <= l i) -> (forall j, \sum_i l i * A i j = b j) ->
  (forall i, \sum_j A i j * x j <= 0) -> \sum_j b j * x j <= 0.
Proof.
move=> l0 lb xA; have -> : \sum_j b j * x j = \sum_i l i * \sum_j A i j * x j.
  under eq_bigr do rewrite -lb mulr_suml.
  rewrite exchange_big; apply: eq_bigr => i _; rewrite mulr_sumr.
  by apply: eq_bigr => j _; rewrite mulrA.
rewrite -oppr_ge0 -sumrN; apply: sumr_ge0 => i _.
by rewrite oppr_ge0 mulr_ge0_le0.
Qed.

(* -- linear programs -------------------------------------------------------- *)

Section LinearProgram.
Variables (R : realFieldType) (I J : finType).
Variables (A : I -> J -> R) (b : J -> R) (c : I -> R).

(* x is a feasible point of  min <c, x>:  x >= 0 and x A = b.                  *)
Definition primal_feasible (x : I -> R) : Prop :=
  (forall i, 0 <= x i) /\ (forall j, \sum_i x i * A i j = b j).

(* y is a feasible point of  max <b, y>:  A y <= c.                            *)
Definition dual_feasible (y : J -> R) : Prop :=
  forall i, \sum_j A i j * y j <= c i.

(* <b, z> = sum_i x_i (A z)_i when x A = b, and likewise scaled by k.          *)
Let pairing (x : I -> R) (z : J -> R) (k : R) :
  (forall j, \sum_i x i * A i j = k * b j) ->
  k * (\sum_j b j * z j) = \sum_i x i * \sum_j A i j * z j.
Proof.
move=> xb; rewrite mulr_sumr; under eq_bigr do rewrite mulrA -xb mulr_suml.
rewrite exchange_big; apply: eq_bigr => i _; rewrite mulr_sumr.
by apply: eq_bigr => j _; rewrite mulrA.
Qed.

Lemma lp_weak_aux x y : primal_feasible x -> dual_feasible y ->
  \sum_j b j * y j <= \sum_i c i * x i.
Proof.
move=> [x0 xb] yc.
have xb1 j : \sum_i x i * A i j = 1 * b j by rewrite mul1r.
have := pairing y xb1; rewrite mul1r => ->.
by apply: ler_sum => i _; rewrite [c i * _]mulrC; apply: ler_wpmul2l.
Qed.

(* The optimality system: x A = b, A (y1 - y2) + s = c, <c,x> = <b,y1 - y2>    *)
(* with unknowns x, y1, y2, s >= 0.                                            *)
Let M (i : (I + J) + (J + I)) (j : (J + I) + 'I_1) : R :=
  match i, j with
  | inl (inl i), inl (inl j) => A i j
  | inl (inl i), inl (inr i') => 0
  | inl (inl i), inr _ => c i
  | inl (inr j), inl (inl j') => 0
  | inl (inr j), inl (inr i) => A i j
  | inl (inr j), inr _ => - b j
  | inr (inl j), inl (inl j') => 0
  | inr (inl j), inl (inr i) => - A i j
  | inr (inl j), inr _ => b j
  | inr (inr i), inl (inl j') => 0
  | inr (inr i), inl (inr i') => (i == i')%:R
  | inr (inr i), inr _ => 0
  end.
Let rhs (j : (J + I) + 'I_1) : R :=
  match j with inl (inl j) => b j | inl (inr i) => c i | inr _ => 0 end.

Let sum0 (K : finType) (F : K -> R) : \sum_k F k * 0 = 0.
Proof. by rewrite big1 // => k _; rewrite mulr0. Qed.
Let sum0l (K : finType) (F : K -> R) : \sum_k 0 * F k = 0.
Proof. by rewrite big1 // => k _; rewrite mul0r. Qed.

Lemma lp_strong_aux x0 y0 : primal_feasible x0 -> dual_feasible y0 ->
  exists x y, [/\ primal_feasible x, dual_feasible y &
                 \sum_i c i * x i = \sum_j b j * y j].
Proof.
move=> px0 dy0; have [[l l0 lM]|[z zM zb]] := farkas M rhs.
  pose x i := l (inl (inl i)); pose s i := l (inr (inr i)).
  pose y j := l (inl (inr j)) - l (inr (inl j)).
  exists x, y; split.
  - split=> [i|j]; first exact: l0.
    by have := lM (inl (inl j)); rewrite !big_sumType /= !sum0 !addr0.
  - move=> i; have := lM (inl (inr i)); rewrite !big_sumType /= sum0 add0r.
    rewrite (bigD1 i) //= eqxx mulr1 [X in _ + (_ + (_ + X))]big1 => [|k /negbTE ->];
      last by rewrite mulr0.
    rewrite addr0 addrA => e; have := l0 (inr (inr i)).
    rewrite -(ler_addr (\sum_j A i j * y j)) => /le_trans; apply.
    rewrite -e addrC ler_add2r -big_split /=; apply: ler_sum => j _.
    by rewrite /y mulrBr mulrN [A i j * _]mulrC [A i j * _]mulrC.
  - have := lM (inr ord0); rewrite !big_sumType /= sum0 addr0.
    rewrite -addrA -big_split /= => /eqP; rewrite addr_eq0 => /eqP e.
    under eq_bigr do rewrite mulrC.
    rewrite e -sumrN; apply: eq_bigr => j _; rewrite /y.
    by rewrite mulrBr opprD mulrN opprK ![_ * b j]mulrC.
pose zj j := z (inl (inl j)); pose w i := z (inl (inr i)); pose k := z (inr ord0).
have H1 i : \sum_j A i j * zj j + k * c i <= 0.
  have := zM (inl (inl i)).
  by rewrite !big_sumType /= big_ord1 sum0l addr0 [c i * _]mulrC.
have H2 j : \sum_i w i * A i j = k * b j.
  apply/eqP; rewrite -subr_eq0 eq_le.
  have := zM (inl (inr j)); have := zM (inr (inl j)).
  rewrite !big_sumType /= !big_ord1 !sum0l !add0r.
  under eq_bigr do rewrite mulNr mulrC; rewrite sumrN.
  under [X in _ -> X + _ <= 0 -> _]eq_bigr do rewrite mulrC.
  rewrite mulNr [b j * _]mulrC => h3 ->.
  by rewrite -oppr_le0 opprB addrC.
have H4 i : w i <= 0.
  have := zM (inr (inr i)); rewrite !big_sumType /= big_ord1 sum0l mul0r.
  rewrite (bigD1 i) //= eqxx mul1r big1 => [|h /negbTE]; first by rewrite !addr0 add0r.
  by rewrite eq_sym => ->; rewrite mul0r.
have {zb} : 0 < \sum_j b j * zj j + \sum_i c i * w i.
  by move: zb; rewrite !big_sumType /= big_ord1 mul0r addr0.
suff : \sum_j b j * zj j + \sum_i c i * w i <= 0 by rewrite leNgt => /negbTE ->.
have [k0|k0] := ltrP k 0.
  have kN : 0 < - k by rewrite oppr_gt0.
  rewrite -(pmulr_rle0 _ kN) mulrDr mulNr (pairing _ H2) -sumrN mulr_sumr -big_split /=.
  rewrite -oppr_ge0 -sumrN; apply: sumr_ge0 => i _.
  have -> : - (- (w i * \sum_j A i j * zj j) + - k * (c i * w i)) =
            w i * (\sum_j A i j * zj j + k * c i) by ring.
  exact: mulr_le0.
have [x00 x0b] := px0.
have le1 : \sum_j b j * zj j <= - (k * \sum_i c i * x0 i).
  rewrite -subr_le0 opprK.
  have x0b1 j : \sum_i x0 i * A i j = 1 * b j by rewrite mul1r.
  have := pairing zj x0b1; rewrite mul1r => ->.
  rewrite mulr_sumr -big_split /= -oppr_ge0 -sumrN; apply: sumr_ge0 => i _.
  have -> : x0 i * (\sum_j A i j * zj j) + k * (c i * x0 i) =
            x0 i * (\sum_j A i j * zj j + k * c i) by ring.
  by rewrite oppr_ge0 mulr_ge0_le0.
have le2 : \sum_i c i * w i <= k * (\sum_j b j * y0 j).
  rewrite (pairing _ H2); apply: ler_sum => i _; rewrite mulrC.
  by apply: ler_wnmul2l.
apply: le_trans (ler_add le1 le2) _.
by rewrite addrC -mulrBr mulr_ge0_le0 // subr_le0 lp_weak_aux.
Qed.
End LinearProgram.

(* Weak duality: every dual value is below every primal value.                 *)
Theorem lp_weak_duality (R : realFieldType) (I J : finType) (A : I -> J -> R)
    (b : J -> R) (c : I -> R) (x : I -> R) (y : J -> R) :
  primal_feasible A b x -> dual_feasible A c y ->
  \sum_j b j * y j <= \sum_i c i * x i.
Proof. exact: lp_weak_aux. Qed.

(* Strong duality: if both programs are feasible, both have optimal points,    *)
(* and the optimal values agree.                                               *)
Theorem lp_strong_duality (R : realFieldType) (I J : finType) (A : I -> J -> R)
    (b : J -> R) (c : I -> R) (x0 : I -> R) (y0 : J -> R) :
  primal_feasible A b x0 -> dual_feasible A c y0 ->
  exists x y, [/\ primal_feasible A b x, dual_feasible A c y &
                 \sum_i c i * x i = \sum_j b j * y j].
Proof. exact: lp_strong_aux. Qed.
