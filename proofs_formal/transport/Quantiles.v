(******************************************************************************)
(* Optimal transport on the line: the quantile coupling is optimal for every   *)
(* convex cost h(x - y), over every ordered field R and without axioms.        *)
(*                                                                             *)
(* In words.  Points x_0 <= ... <= x_(m-1) carry the masses mu, points         *)
(* y_0 <= ... <= y_(n-1) the masses nu.  The coupling that matches equal       *)
(* quantiles costs least among all couplings when the cost is a convex         *)
(* function of x - y; so the optimal value is the sum of h(x_i - y_j) times    *)
(* the length of [F(i), F(i+1)] /\ [G(j), G(j+1)], which is the integral       *)
(*     int_0^1 h(F^-1(u) - G^-1(u)) du                                         *)
(* of two step functions.  For two samples of the same size the optimal        *)
(* coupling pairs the sorted samples:                                          *)
(*     W_p^p = (1/n) sum_i |x_(i) - y_(i)|^p.                                  *)
(* For the cost |x - y| the value is also the area between the distribution    *)
(* functions, W_1 = int |F - G| dx (Vallender 1974; Santambrogio, Prop. 2.17). *)
(*                                                                             *)
(* Published counterparts: Villani, Topics in Optimal Transportation, Theorem  *)
(* 2.18 and Remark 2.19; Santambrogio, Optimal Transport for Applied           *)
(* Mathematicians, Theorem 2.9 and Proposition 2.17; Peyre and Cuturi,         *)
(* Computational Optimal Transport, Remarks 2.28 and 2.30.  The discrete       *)
(* statement about Monge matrices is Hoffman's (1963); the bound on joint      *)
(* distribution functions is Hoeffding's and Frechet's; the permutation form   *)
(* is the Hardy-Littlewood-Polya rearrangement principle.                      *)
(* What differs: finitely supported laws, written as weights on the indices of *)
(* sorted points (repeated points are allowed), instead of laws on R.          *)
(*                                                                             *)
(* Proof.  By summation by parts the cost of a plan is a constant plus         *)
(* sum_kl D_kl H(k, l), where H is its joint distribution function and D_kl    *)
(* the mixed difference of c.  Monge's condition says D_kl <= 0, every plan    *)
(* has H <= min(F, G), and the quantile coupling has H = min(F, G).            *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra fingroup perm.
From mathcomp Require Import ring.
From Companion Require Import Transport.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* ------------------------------------------------------------------------- *)
(* Definitions                                                               *)
(* ------------------------------------------------------------------------- *)
Section Definitions.
Variable R : realFieldType.

(* A probability law on the indices 0, ..., n - 1.                             *)
Definition law n (mu : 'I_n -> R) : Prop :=
  (forall i, 0 <= mu i) /\ \sum_i mu i = 1.

(* Distribution function of mu: the mass of the first k indices, F(k).         *)
Definition cdf n (mu : 'I_n -> R) (k : nat) : R := \sum_(i < n | (i < k)%N) mu i.

(* The joint distribution function of a plan: the mass of a k x l corner.      *)
Definition joint_cdf m n (pi : 'I_m -> 'I_n -> R) (k l : nat) : R :=
  \sum_(i < m | (i < k)%N) \sum_(j < n | (j < l)%N) pi i j.

(* The quantile (monotone, comonotone) coupling, the law of                    *)
(* (F^-1(U), G^-1(U)) with U uniform on [0, 1].  Both laws cut [0, 1] into     *)
(* consecutive intervals, index i owning [F(i), F(i + 1)]; the pair (i, j)     *)
(* receives the length of the overlap of [F(i), F(i + 1)] with                 *)
(* [G(j), G(j + 1)], which is 0 when they do not meet.                         *)
Definition quantile_coupling m n (mu : 'I_m -> R) (nu : 'I_n -> R)
    (i : 'I_m) (j : 'I_n) : R :=
  Num.max 0 (Num.min (cdf mu i.+1) (cdf nu j.+1) - Num.max (cdf mu i) (cdf nu j)).

(* Monge's condition on a cost matrix (Hoffman's "Monge array").               *)
Definition monge m n (c : 'I_m -> 'I_n -> R) : Prop :=
  forall (i i' : 'I_m) (j j' : 'I_n), (i <= i')%N -> (j <= j')%N ->
    c i j + c i' j' <= c i j' + c i' j.

(* A convex function on the line.                                              *)
Definition convex (h : R -> R) : Prop :=
  forall a b t, 0 <= t <= 1 -> h (t * a + (1 - t) * b) <= t * h a + (1 - t) * h b.

(* x_1 <= ... <= x_n; ties are allowed.                                        *)
Definition nondecreasing n (x : 'I_n -> R) : Prop :=
  forall i i' : 'I_n, (i <= i')%N -> x i <= x i'.

(* The uniform law: mass 1/n on each of n indices, the empirical law of a      *)
(* sample of size n.                                                           *)
Definition uniform n (i : 'I_n) : R := n%:R^-1.

End Definitions.

(* ------------------------------------------------------------------------- *)
(* Finite sums: telescoping                                                  *)
(* ------------------------------------------------------------------------- *)
Section Telescoping.
Variable R : realFieldType.

Lemma telescope_ord n (k : nat) (u : nat -> R) : (k <= n)%N ->
  \sum_(i < n | (i < k)%N) (u i.+1 - u i) = u k - u 0%N.
Proof.
move=> kn; rewrite -(telescope_sumr u (leq0n k)) big_mkord.
by rewrite (big_ord_widen n (fun i => u i.+1 - u i) kn).
Qed.

Lemma telescope_tail n (i : nat) (u : nat -> R) : (i <= n)%N ->
  \sum_(k < n) (i <= k)%:R * (u k.+1 - u k) = u n - u i.
Proof.
move=> le_in; rewrite -(telescope_sumr u le_in) big_geq_mkord [RHS]big_mkcond /=.
by apply: eq_bigr => k _; case: (i <= k)%N; rewrite ?mul1r ?mul0r.
Qed.

(* double differences *)
Definition dd (w : nat -> nat -> R) i j : R :=
  w i.+1 j.+1 - w i j.+1 - (w i.+1 j - w i j).

Lemma sum_dd m n (k l : nat) w : (k <= m)%N -> (l <= n)%N ->
  \sum_(i < m | (i < k)%N) \sum_(j < n | (j < l)%N) dd w i j =
  w k l - w 0%N l - (w k 0%N - w 0%N 0%N).
Proof.
move=> km ln; pose v i := w i l - w i 0%N.
transitivity (\sum_(i < m | (i < k)%N) (v i.+1 - v i)).
  apply: eq_bigr => i _.
  rewrite (telescope_ord (fun j => w i.+1 j - w i j) ln) /v; ring.
rewrite (telescope_ord v km) /v; ring.
Qed.

Lemma tail_dd m n (i j : nat) w : (i <= m)%N -> (j <= n)%N ->
  w i j = w i n + w m j - w m n +
    \sum_(k < m) \sum_(l < n) (i <= k)%:R * (j <= l)%:R * dd w k l.
Proof.
move=> im jn; pose v k := w k n - w k j.
have -> : \sum_(k < m) \sum_(l < n) (i <= k)%:R * (j <= l)%:R * dd w k l
        = \sum_(k < m) (i <= k)%:R * (v k.+1 - v k).
  apply: eq_bigr => k _; under eq_bigr do rewrite -mulrA.
  rewrite -mulr_sumr; congr (_ * _).
  rewrite (telescope_tail (fun l => w k.+1 l - w k l) jn) /v; ring.
rewrite (telescope_tail v im) /v; ring.
Qed.

End Telescoping.

(* ------------------------------------------------------------------------- *)
(* Distribution functions and the quantile coupling                          *)
(* ------------------------------------------------------------------------- *)
Section Cdf.
Variable R : realFieldType.

Lemma cdf0 n (mu : 'I_n -> R) : cdf mu 0 = 0.
Proof. exact: big_pred0. Qed.

Lemma cdf_last n (mu : 'I_n -> R) : cdf mu n = \sum_i mu i.
Proof. by apply: eq_bigl => i; rewrite ltn_ord. Qed.

Lemma cdfS n (mu : 'I_n -> R) (i : 'I_n) : cdf mu i.+1 = cdf mu i + mu i.
Proof.
rewrite /cdf (bigD1 i) //= addrC; congr (_ + _); apply: eq_bigl => j.
by rewrite ltnS ltn_neqAle andbC.
Qed.

Lemma cdf_homo n (mu : 'I_n -> R) k l : (forall i, 0 <= mu i) ->
  (k <= l)%N -> cdf mu k <= cdf mu l.
Proof.
move=> mu0 kl; rewrite /cdf [X in _ <= X](bigID (fun i : 'I_n => (i < k)%N)) /=.
rewrite [X in _ <= X + _](eq_bigl (fun i : 'I_n => (i < k)%N)) ?ler_addl ?sumr_ge0 //.
move=> i /=; case: (ltnP i k) => [ik|_]; last exact: andbF.
by rewrite (leq_trans ik kl).
Qed.

Lemma overlap_min (a a' b b' : R) : a <= a' -> b <= b' ->
  Num.max 0 (Num.min a' b' - Num.max a b) =
  Num.min a' b' - Num.min a b' - (Num.min a' b - Num.min a b).
Proof.
move=> aa bb; have [ab|/ltW ba] := lerP a' b.
  have ab' := le_trans ab bb; have a_b := le_trans aa ab.
  rewrite (min_idPl ab') (min_idPl (le_trans a_b bb)) (min_idPl a_b).
  rewrite (max_idPr a_b) (max_idPl _) ?subr_le0 //; ring.
have [ab|/ltW ba'] := lerP b' a.
  have ba' := le_trans ab aa; have b_a := le_trans bb ab.
  rewrite (min_idPr ba') (min_idPr b_a).
  rewrite (max_idPl b_a) (max_idPl _) ?subr_le0 //; ring.
rewrite (max_idPr _); last first.
  by rewrite subr_ge0 le_maxl !le_minr aa bb ba ba'.
by case: (lerP a b) => _; ring.
Qed.

Lemma quantile_dd m n (mu : 'I_m -> R) (nu : 'I_n -> R) i j :
    law mu -> law nu ->
  quantile_coupling mu nu i j =
  dd (fun k l => Num.min (cdf mu k) (cdf nu l)) i j.
Proof. by move=> [mu0 _] [nu0 _]; rewrite /quantile_coupling overlap_min ?cdf_homo. Qed.

Section Optimal.
Variables (m n : nat) (mu : 'I_m -> R) (nu : 'I_n -> R).
Hypotheses (law_mu : law mu) (law_nu : law nu).
Let w k l := Num.min (cdf mu k) (cdf nu l).

Let cdf_ge0 p (rho : 'I_p -> R) k : law rho -> 0 <= cdf rho k.
Proof. by case=> rho0 _; apply: sumr_ge0. Qed.

Let cdf_le1 p (rho : 'I_p -> R) k : law rho -> cdf rho k <= 1.
Proof.
case=> rho0 <-; rewrite -cdf_last.
have [kp|/ltnW pk] := leqP k p; first exact: cdf_homo.
have -> // : cdf rho k = cdf rho p.
by apply: eq_bigl => i; rewrite ltn_ord (leq_trans (ltn_ord i) pk).
Qed.

Let w0l l : w 0%N l = 0. Proof. by rewrite /w cdf0 (min_idPl _) ?cdf_ge0. Qed.
Let wk0 k : w k 0%N = 0. Proof. by rewrite /w cdf0 (min_idPr _) ?cdf_ge0. Qed.

(* The joint distribution function of the quantile coupling is min(F, G).    *)
Lemma quantile_joint_cdf k l : (k <= m)%N -> (l <= n)%N ->
  \sum_(i < m | (i < k)%N) \sum_(j < n | (j < l)%N) quantile_coupling mu nu i j
  = Num.min (cdf mu k) (cdf nu l).
Proof.
move=> km ln; under eq_bigr do under eq_bigr do rewrite quantile_dd //.
by rewrite (sum_dd w km ln) !w0l wk0 !subr0.
Qed.

Lemma quantile_is_coupling : coupling mu nu (quantile_coupling mu nu).
Proof.
have cm : cdf mu m = 1 by rewrite cdf_last; case: law_mu.
have cn : cdf nu n = 1 by rewrite cdf_last; case: law_nu.
split=> [i j|i|j]; first by rewrite le_maxr lexx.
- pose u l := w i.+1 l - w i l.
  transitivity (\sum_(j < n | (j < n)%N) (u j.+1 - u j)).
    by apply: eq_big => [j|j _]; rewrite ?ltn_ord ?quantile_dd.
  by rewrite (telescope_ord u) // /u !wk0 /w cn !(min_idPl _) ?cdf_le1 // cdfS; ring.
- pose u k := w k j.+1 - w k j.
  transitivity (\sum_(i < m | (i < m)%N) (u i.+1 - u i)).
    apply: eq_big => [i|i _]; rewrite ?ltn_ord ?quantile_dd // /dd /u /w; ring.
  by rewrite (telescope_ord u) // /u !w0l /w cm !(min_idPr _) ?cdf_le1 // cdfS; ring.
Qed.

End Optimal.
End Cdf.

(* The quantile coupling is a coupling, and it attains the Hoeffding-Frechet   *)
(* bound at every corner.                                                      *)
Theorem quantile_coupling_frechet (R : realFieldType) m n (mu : 'I_m -> R)
    (nu : 'I_n -> R) (k l : nat) :
  law mu -> law nu -> (k <= m)%N -> (l <= n)%N ->
  coupling mu nu (quantile_coupling mu nu) /\
  joint_cdf (quantile_coupling mu nu) k l = Num.min (cdf mu k) (cdf nu l).
Proof.
move=> lmu lnu km ln; split; first exact: quantile_is_coupling.
exact: quantile_joint_cdf.
Qed.

(* ------------------------------------------------------------------------- *)
(* Monge costs                                                               *)
(* ------------------------------------------------------------------------- *)
(* The Hoeffding-Frechet bound: a joint distribution function is at most       *)
(* min(F, G).                                                                  *)
Theorem frechet_bound (R : realFieldType) m n (mu : 'I_m -> R) (nu : 'I_n -> R)
    (pi : 'I_m -> 'I_n -> R) (k l : nat) :
  coupling mu nu pi -> joint_cdf pi k l <= Num.min (cdf mu k) (cdf nu l).
Proof.
move=> [pi0 row col]; rewrite le_minr; apply/andP; split.
  apply: ler_sum => i _; rewrite -row [X in _ <= X](bigID (fun j : 'I_n => (j < l)%N)) /=.
  by rewrite ler_addl sumr_ge0.
rewrite /joint_cdf exchange_big /=; apply: ler_sum => j _.
rewrite -col [X in _ <= X](bigID (fun i : 'I_m => (i < k)%N)) /=.
by rewrite ler_addl sumr_ge0.
Qed.

(* Summation by parts: the cost of a plan depends on the plan only through its
   joint distribution function, weighted by the mixed differences of c.       *)
Lemma cost_by_parts (R : realFieldType) m n (c : 'I_m.+1 -> 'I_n.+1 -> R) mu nu pi :
    coupling mu nu pi -> let C k l := c (inord k) (inord l) in
  cost c pi = \sum_(i < m.+1) C i n * mu i + \sum_(j < n.+1) C m j * nu j
    - C m n * (\sum_i mu i)
    + \sum_(k < m) \sum_(l < n) dd C k l * joint_cdf pi k.+1 l.+1.
Proof.
move=> cpl C; case: (cpl) => _ row col.
have split4 i j : c i j * pi i j = C i n * pi i j + C m j * pi i j
    - C m n * pi i j + \sum_(k < m) \sum_(l < n)
      dd C k l * ((i <= k)%:R * (j <= l)%:R * pi i j).
  have -> : c i j = C i j by rewrite /C !inord_val.
  have im : (i <= m)%N by rewrite -ltnS.
  have jn : (j <= n)%N by rewrite -ltnS.
  rewrite (tail_dd C im jn) !mulrDl mulNr; congr (_ + _).
  rewrite mulr_suml; apply: eq_bigr => k _; rewrite mulr_suml.
  by apply: eq_bigr => l _; ring.
rewrite /cost; under eq_bigr do under eq_bigr do rewrite split4.
under eq_bigr do rewrite !big_split /= sumrN; rewrite !big_split /= sumrN.
congr (_ + _ - _ + _).
- by apply: eq_bigr => i _; rewrite -row mulr_sumr.
- by rewrite exchange_big /=; apply: eq_bigr => j _; rewrite -col mulr_sumr.
- by rewrite mulr_sumr; apply: eq_bigr => i _; rewrite -row mulr_sumr.
under eq_bigr do rewrite exchange_big; rewrite exchange_big /=.
apply: eq_bigr => k _; under eq_bigr do rewrite exchange_big; rewrite exchange_big /=.
apply: eq_bigr => l _; rewrite /joint_cdf mulr_sumr [RHS]big_mkcond /=.
apply: eq_bigr => i _; rewrite -!mulr_sumr ltnS; case: leqP => _; last first.
  by rewrite big1 ?mulr0 // => j _; rewrite !mul0r.
congr (_ * _); rewrite [RHS]big_mkcond /=; apply: eq_bigr => j _.
by rewrite ltnS mul1r; case: leqP => _; rewrite ?mul1r ?mul0r.
Qed.

(* For every Monge cost the quantile coupling is optimal.                      *)
Theorem monge_quantile_optimal (R : realFieldType) m n (mu : 'I_m -> R)
    (nu : 'I_n -> R) (c : 'I_m -> 'I_n -> R) :
  law mu -> law nu -> monge c ->
  is_OT c mu nu (cost c (quantile_coupling mu nu)).
Proof.
case: m mu c => [|m] mu c lmu; first by case: lmu => _ /eqP; rewrite big_ord0 eq_sym oner_eq0.
case: n nu c => [|n] nu c lnu; first by case: lnu => _ /eqP; rewrite big_ord0 eq_sym oner_eq0.
move=> mc; have cq := quantile_is_coupling lmu lnu.
split=> [|pi cpl]; first by exists (quantile_coupling mu nu).
rewrite (cost_by_parts c cq) (cost_by_parts c cpl) ler_add2l.
apply: ler_sum => k _; apply: ler_sum => l _; apply: ler_wnmul2l.
  have := mc (inord k) (inord k.+1) (inord l) (inord l.+1).
  rewrite !inordK ?ltnS ?(ltnW (ltn_ord _)) //.
  move/(_ (leqnSn _) (leqnSn _)); rewrite /dd -subr_le0; congr (_ <= _); ring.
rewrite {2}/joint_cdf (quantile_joint_cdf lmu lnu) //; last first.
- by apply: leqW; exact: ltn_ord.
- by apply: leqW; exact: ltn_ord.
exact: frechet_bound cpl.
Qed.


(* ------------------------------------------------------------------------- *)
(* Convex costs on the line                                                  *)
(* ------------------------------------------------------------------------- *)
Section Convex.
Variable R : realFieldType.

(* A convex cost of the difference of sorted points is Monge. *)
Lemma convex_monge m n (x : 'I_m -> R) (y : 'I_n -> R) (h : R -> R) :
  convex h -> nondecreasing x -> nondecreasing y ->
  monge (fun i j => h (x i - y j)).
Proof.
move=> ch sx sy i i' j j' ii jj.
have [xx yy] := (sx _ _ ii, sy _ _ jj).
pose a := x i - y j'; pose b := x i' - y j; pose s := b - a.
have sE : s = (x i' - x i) + (y j' - y j) by rewrite /s /a /b; ring.
have [s0|sn0] := eqVneq s 0.
  have ex : x i' = x i.
    apply/eqP; rewrite eq_le xx andbT -subr_le0 -s0 sE ler_addl subr_ge0 //.
  have ey : y j' = y j.
    apply/eqP; rewrite eq_le yy andbT -subr_le0 -s0 sE ler_addr subr_ge0 //.
  by rewrite ex ey.
have s_gt0 : 0 < s by rewrite lt_neqAle eq_sym sn0 sE addr_ge0 // subr_ge0.
pose t := (x i' - x i) / s.
have t01 : 0 <= t <= 1.
  apply/andP; split; first by rewrite divr_ge0 ?(ltW s_gt0) // subr_ge0.
  by rewrite /t ler_pdivr_mulr // mul1r sE ler_addl subr_ge0.
have t01' : 0 <= 1 - t <= 1.
  by case/andP: t01 => t0 t1; rewrite subr_ge0 t1 /= ler_subl_addr ler_addl.
have ts : t * s = x i' - x i by rewrite /t divfK.
have e1 : x i - y j = t * a + (1 - t) * b.
  by apply/eqP; rewrite -subr_eq0; have -> : x i - y j - (t * a + (1 - t) * b)
    = t * s - (x i' - x i) by [rewrite /s /a /b; ring]; rewrite ts subrr.
have e2 : x i' - y j' = (1 - t) * a + (1 - (1 - t)) * b.
  by apply/eqP; rewrite -subr_eq0; have -> : x i' - y j' - ((1 - t) * a + (1 - (1 - t)) * b)
    = (x i' - x i) - t * s by [rewrite /s /a /b; ring]; rewrite ts subrr.
rewrite e1 e2 -/a -/b; apply: le_trans (ler_add (ch _ _ _ t01) (ch _ _ _ t01')) _.
by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
Qed.

End Convex.

(* The quantile formula: for a convex cost of the difference, the quantile     *)
(* coupling of sorted points is optimal.                                       *)
Theorem quantile_formula (R : realFieldType) m n (x : 'I_m -> R) (y : 'I_n -> R)
    (mu : 'I_m -> R) (nu : 'I_n -> R) (h : R -> R) :
  law mu -> law nu -> convex h -> nondecreasing x -> nondecreasing y ->
  is_OT (fun i j => h (x i - y j)) mu nu
        (\sum_i \sum_j h (x i - y j) * quantile_coupling mu nu i j).
Proof.
by move=> lmu lnu ch sx sy; apply: monge_quantile_optimal => //; exact: convex_monge.
Qed.

(* -- equal weights ---------------------------------------------------------- *)

Lemma uniform_law (R : realFieldType) n : law (@uniform R n.+1).
Proof.
split=> [i|]; first by rewrite invr_ge0 ler0n.
by rewrite /uniform sumr_const card_ord -[LHS]mulr_natl divff // pnatr_eq0.
Qed.

Lemma cdf_uniform (R : realFieldType) n k : (k <= n)%N ->
  cdf (@uniform R n) k = k%:R / n%:R.
Proof.
move=> kn; rewrite /cdf -(big_ord_widen n (fun=> n%:R^-1) kn) sumr_const card_ord.
by rewrite mulr_natl.
Qed.

Lemma quantile_uniform (R : realFieldType) n (i j : 'I_n) :
  quantile_coupling (@uniform R n) (@uniform R n) i j = n%:R^-1 *+ (i == j).
Proof.
rewrite /quantile_coupling !cdf_uniform ?(ltnW (ltn_ord _)) //.
have n0 : 0 <= n%:R^-1 :> R by rewrite invr_ge0 ler0n.
rewrite -minr_pmull // -maxr_pmull // -mulrBl.
have [->|nij] := eqVneq i j.
  by rewrite minxx maxxx -natrB // subSnn mul1r (max_idPr n0).
rewrite mulr0n; apply/max_idPl; rewrite mulr_le0_ge0 // subr_le0.
have : (i < j)%N || (j < i)%N by rewrite -neq_ltn.
case/orP => lt; rewrite le_maxr !le_minl !ler_nat lt ?orbT //.
Qed.

(* Equal weights: pairing the sorted samples is optimal among all couplings.   *)
Theorem sorted_matching_optimal (R : realFieldType) n (x y : 'I_n -> R) (h : R -> R) :
  convex h -> nondecreasing x -> nondecreasing y ->
  is_OT (fun i j => h (x i - y j)) (@uniform R n) (@uniform R n)
        (n%:R^-1 * \sum_i h (x i - y i)).
Proof.
case: n x y => [|n] x y ch sx sy.
  rewrite big_ord0 mulr0; split=> [|pi _]; last by rewrite /cost big_ord0.
  by exists (fun _ _ => 0); [split=> [//|[]|[]] | rewrite /cost big_ord0].
have := quantile_formula (uniform_law R n) (uniform_law R n) ch sx sy.
congr is_OT; rewrite mulr_sumr; apply: eq_bigr => i _.
rewrite (bigD1 i) //= big1 => [|j /negbTE nij].
  by rewrite quantile_uniform eqxx addr0 mulrC.
by rewrite quantile_uniform eq_sym nij mulr0.
Qed.

(* In particular among all pairings (the rearrangement principle).             *)
Corollary sorted_permutation_optimal (R : realFieldType) n (x y : 'I_n -> R)
    (h : R -> R) (s : {perm 'I_n}) :
  convex h -> nondecreasing x -> nondecreasing y ->
  \sum_i h (x i - y i) <= \sum_i h (x i - y (s i)).
Proof.
move=> ch sx sy; case: n x y s sx sy => [|n] x y s sx sy; first by rewrite !big_ord0.
have n0 : 0 < n.+1%:R^-1 :> R by rewrite invr_gt0 ltr0n.
rewrite -(ler_pmul2l n0).
pose p (i j : 'I_n.+1) : R := n.+1%:R^-1 *+ (j == s i).
have row (i : 'I_n.+1) (F : 'I_n.+1 -> R) : \sum_j F j * p i j = n.+1%:R^-1 * F (s i).
  rewrite (bigD1 (s i)) //= big1 => [|j /negbTE nj]; last by rewrite /p nj mulr0.
  by rewrite /p eqxx addr0 mulrC.
have cp : coupling (@uniform R n.+1) (@uniform R n.+1) p.
  split=> [i j|i|j]; first by rewrite mulrn_wge0 // ltW.
    by have := row i (fun=> 1); under eq_bigr do rewrite mul1r; rewrite mulr1.
  rewrite (bigD1 ((s^-1)%g j)) //= big1 => [|i ni]; first by rewrite /p permKV eqxx addr0.
  rewrite /p; case: eqP => // e; case/eqP: ni; by rewrite e permK.
case: (sorted_matching_optimal ch sx sy) => _ /(_ p cp).
by rewrite /cost; under [X in _ <= X -> _]eq_bigr do rewrite row; rewrite -mulr_sumr.
Qed.

(* -- powers ----------------------------------------------------------------- *)

Lemma convex_pow (R : realFieldType) p : convex (fun t : R => `|t| ^+ p).
Proof.
have pos (a b t : R) : 0 <= a -> 0 <= b -> 0 <= t <= 1 ->
    (t * a + (1 - t) * b) ^+ p <= t * a ^+ p + (1 - t) * b ^+ p.
  move=> a0 b0 /andP [t0 t1]; have t1' : 0 <= 1 - t by rewrite subr_ge0.
  elim: p => [|p IH]; first by rewrite !expr0 !mulr1 addrC subrK.
  rewrite exprS; apply: le_trans (_ : _ <= (t * a + (1 - t) * b) * (t * a ^+ p + (1 - t) * b ^+ p)) _.
    by apply: ler_wpmul2l => //; rewrite addr_ge0 ?mulr_ge0.
  rewrite -subr_ge0 !exprS.
  have -> : t * (a * a ^+ p) + (1 - t) * (b * b ^+ p)
    - (t * a + (1 - t) * b) * (t * a ^+ p + (1 - t) * b ^+ p)
    = t * (1 - t) * ((a - b) * (a ^+ p - b ^+ p)) by ring.
  apply: mulr_ge0; first exact: mulr_ge0.
  have [ab|/ltW ba] := lerP a b.
    by rewrite -mulrNN mulr_ge0 // oppr_ge0 subr_le0 // ler_expn2r.
  by rewrite mulr_ge0 // subr_ge0 // ler_expn2r.
move=> a b t t01; apply: le_trans (pos _ _ _ (normr_ge0 a) (normr_ge0 b) t01).
case/andP: t01 => t0 t1; apply: ler_expn2r; rewrite ?nnegrE //.
  by rewrite addr_ge0 ?mulr_ge0 ?subr_ge0.
apply: le_trans (ler_norm_add _ _) _.
by rewrite !normrM (ger0_norm t0) (@ger0_norm _ (1 - t)) ?subr_ge0.
Qed.

(* W_p^p = (1/n) sum_i |x_(i) - y_(i)|^p for sorted samples (p = 0 is allowed  *)
(* and trivial; p = 1 and p = 2 are the usual cases).                          *)
Corollary sorted_matching_Wp (R : realFieldType) n (x y : 'I_n -> R) (p : nat) :
  nondecreasing x -> nondecreasing y ->
  is_OT (fun i j => `|x i - y j| ^+ p) (@uniform R n) (@uniform R n)
        (n%:R^-1 * \sum_i `|x i - y i| ^+ p).
Proof.
by move=> sx sy; apply: (@sorted_matching_optimal _ n x y (fun t => `|t| ^+ p)) => //;
  exact: convex_pow.
Qed.

(* -- the distribution-function formula for W_1 ------------------------------ *)

Lemma convex_abs (R : realFieldType) : convex (fun t : R => `|t|).
Proof. by move=> a b t t01; have := convex_pow 1 a b t01; rewrite !expr1. Qed.

Lemma sum_tail_cdf (R : realFieldType) n (mu : 'I_n.+1 -> R) (u : nat -> R) :
  \sum_(i < n.+1) (u n - u i) * mu i =
  \sum_(k < n) (u k.+1 - u k) * cdf mu k.+1.
Proof.
have tail (i : 'I_n.+1) : (u n - u i) * mu i =
    \sum_(k < n) (i <= k)%:R * (u k.+1 - u k) * mu i.
  have le_in : (i <= n)%N by rewrite -ltnS.
  by rewrite -(telescope_tail u le_in) mulr_suml.
rewrite (eq_bigr _ (fun i _ => tail i)) exchange_big /=; apply: eq_bigr => k _.
rewrite /cdf mulr_sumr [RHS]big_mkcond /=; apply: eq_bigr => i _.
by rewrite ltnS; case: leqP => _; rewrite ?mul1r ?mul0r.
Qed.

(* W_1 = int |F - G| dx, the area between the distribution functions: between  *)
(* the neighbouring points x_k and x_(k+1) both are constant, with values      *)
(* F(k+1) and G(k+1).  (`inord k` is k as an index.)                           *)
Theorem W1_area_formula (R : realFieldType) n (x mu nu : 'I_n.+1 -> R) :
  law mu -> law nu -> nondecreasing x ->
  is_OT (fun i j => `|x i - x j|) mu nu
    (\sum_(k < n) (x (inord k.+1) - x (inord k)) * `|cdf mu k.+1 - cdf nu k.+1|).
Proof.
move=> lmu lnu sx; have mc := convex_monge (@convex_abs R) sx sx.
have := monge_quantile_optimal lmu lnu mc; congr is_OT.
rewrite (cost_by_parts _ (quantile_is_coupling lmu lnu)).
pose u k := x (inord k).
have le_u k l : (k <= l)%N -> (l <= n)%N -> u k <= u l.
  by move=> kl ln; apply: sx; rewrite !inordK ?ltnS // (leq_trans kl).
have dist k l : (k <= l)%N -> (l <= n)%N -> `|u k - u l| = u l - u k.
  by move=> kl ln; rewrite distrC ger0_norm // subr_ge0 le_u.
rewrite -!/(u _) subrr normr0 mul0r subr0.
have -> : \sum_(i < n.+1) `|u i - u n| * mu i = \sum_(i < n.+1) (u n - u i) * mu i.
  by apply: eq_bigr => i _; rewrite dist // -ltnS.
have -> : \sum_(j < n.+1) `|u n - u j| * nu j = \sum_(j < n.+1) (u n - u j) * nu j.
  by apply: eq_bigr => i _; rewrite distrC dist // -ltnS.
rewrite !sum_tail_cdf -!big_split /=; apply: eq_bigr => k _.
rewrite (bigD1 k) //= big1 => [|l nlk]; last first.
  have {nlk} : (l < k)%N || (k < l)%N by rewrite -neq_ltn.
  have [kn kn'] := (ltn_ord k, ltnW (ltn_ord k)).
  have [ln ln'] := (ltn_ord l, ltnW (ltn_ord l)).
  rewrite /dd -!/(u _) => /orP [lk|kl]; last first.
    have [kl1 kl2 kl3] : [/\ (k <= l)%N, (k <= l.+1)%N & (k.+1 <= l.+1)%N].
      by split; [exact: ltnW | exact/ltnW/leqW | exact/leqW].
    rewrite !dist //.
    by rewrite [X in X * _](_ : _ = 0) ?mul0r //; ring.
  have distc i j : (j <= i)%N -> (i <= n)%N -> `|u i - u j| = u i - u j.
    by move=> ji iN; rewrite distrC dist.
  have [lk1 lk2 lk3] : [/\ (l <= k)%N, (l <= k.+1)%N & (l.+1 <= k.+1)%N].
    by split; [exact: ltnW | exact/ltnW/leqW | exact/leqW].
  rewrite !distc //.
  by rewrite [X in X * _](_ : _ = 0) ?mul0r //; ring.
have kn := ltn_ord k; have lek := leqnSn k.
rewrite addr0 /joint_cdf (quantile_joint_cdf lmu lnu) ?ltnS ?(ltnW kn) //.
rewrite /dd -!/(u _) !subrr normr0 (distrC (u k.+1)) dist //.
by case: lerP => _; ring.
Qed.
