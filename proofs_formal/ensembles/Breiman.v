(******************************************************************************)
(* Breiman's bound for random forests by strength and correlation, with the    *)
(* inequalities of Chebyshev and Cantelli that it rests on.  Everything holds  *)
(* over every ordered field R and uses no axiom.                               *)
(*                                                                             *)
(* Published counterpart: L. Breiman, Random Forests, Machine Learning 45      *)
(* (2001), Theorem 2.3:  PE* <= rhobar (1 - s^2) / s^2,  where s > 0 is the    *)
(* strength and rhobar the mean correlation in Breiman's sense, that is,       *)
(* weighted by the standard deviations,                                        *)
(*   rhobar = E[rho(T,T') sd(T) sd(T')] / E[sd(T) sd(T')],  T, T' independent. *)
(* (The plain mean E[rho(T,T')] would not do: see BreimanWitness.v.)           *)
(* What differs: features, classes and trees are finitely many, with any       *)
(* joint law p of (feature, class) and any law q of the random parameter T;    *)
(* the uniform law on the K trees of a given forest is an example.  The bound  *)
(* is proved for the vote under q; that the error of growing forests converges *)
(* to it (Breiman's Theorem 1.2) is not treated.                               *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* -- finite probability spaces ------------------------------------------------ *)

Section Probability.
Variables (R : realFieldType) (O : finType) (p : O -> R).
Implicit Types Z T : O -> R.

(* p is a probability law on the finite set O.                                 *)
Definition prob : Prop := (forall o, 0 <= p o) /\ \sum_o p o = 1.

(* Expectation, variance and covariance of random variables, probability of    *)
(* an event.                                                                   *)
Definition mean Z : R := \sum_o p o * Z o.
Definition variance Z : R := mean (fun o => (Z o - mean Z) ^+ 2).
Definition covariance Z T : R := mean (fun o => (Z o - mean Z) * (T o - mean T)).
Definition probability (E : pred O) : R := \sum_(o | E o) p o.

Lemma meanD Z T : mean (fun o => Z o + T o) = mean Z + mean T.
Proof. by rewrite /mean -big_split; apply: eq_bigr => o _; rewrite mulrDr. Qed.
Lemma meanZ a Z : mean (fun o => a * Z o) = a * mean Z.
Proof. by rewrite /mean mulr_sumr; apply: eq_bigr => o _; rewrite mulrCA. Qed.
Lemma eq_mean Z T : Z =1 T -> mean Z = mean T.
Proof. by move=> e; apply: eq_bigr => o _; rewrite e. Qed.
Lemma mean_const a : prob -> mean (fun=> a) = a.
Proof. by case=> _ p1; rewrite /mean -mulr_suml p1 mul1r. Qed.
Lemma le_mean Z T : prob -> (forall o, Z o <= T o) -> mean Z <= mean T.
Proof. by case=> p0 _ e; apply: ler_sum => o _; exact: ler_wpmul2l. Qed.
Lemma eq_variance Z T : Z =1 T -> variance Z = variance T.
Proof. by move=> e; apply: eq_mean => o; rewrite e (eq_mean e). Qed.

Lemma varianceE Z : prob -> variance Z = mean (fun o => Z o ^+ 2) - mean Z ^+ 2.
Proof.
move=> pp; rewrite /variance
  (@eq_mean _ (fun o => Z o ^+ 2 + ((- 2%:R * mean Z) * Z o + mean Z ^+ 2))).
  by rewrite meanD meanD meanZ mean_const //; ring.
by move=> o; ring.
Qed.
Lemma variance_ge0 Z : prob -> 0 <= variance Z.
Proof. by case=> p0 _; apply: sumr_ge0 => o _; rewrite mulr_ge0 ?sqr_ge0. Qed.

(* The square of a mean is at most the mean of the squares.                    *)
Lemma jensen_sqr Z : prob -> mean Z ^+ 2 <= mean (fun o => Z o ^+ 2).
Proof. by move=> pp; rewrite -subr_ge0 -varianceE // variance_ge0. Qed.

Lemma probability_sub (E F : pred O) :
  prob -> subpred E F -> probability E <= probability F.
Proof.
case=> p0 _ EF; rewrite /probability [X in X <= _]big_mkcond [X in _ <= X]big_mkcond.
by apply: ler_sum => o _; case: (E o) (EF o) => [/(_ isT) -> //|_]; case: (F o).
Qed.

(* Markov's inequality, for a function that is at least 1 on E.                *)
Lemma markov (E : pred O) Z :
  prob -> (forall o, 0 <= Z o) -> (forall o, E o -> 1 <= Z o) ->
  probability E <= mean Z.
Proof.
case=> p0 _ Z0 Z1; rewrite /probability /mean (bigID E predT) /=.
rewrite -[X in X <= _]addr0 ler_add //.
  by apply: ler_sum => o /Z1 Zo; rewrite ler_pemulr.
by apply: sumr_ge0 => o _; exact: mulr_ge0.
Qed.

(* A variable of variance 0 has covariance 0 with every other one.             *)
Lemma covariance_sym Z T : covariance Z T = covariance T Z.
Proof. by apply: eq_mean => o; rewrite mulrC. Qed.
Lemma covariance_eq0 Z T : prob -> variance Z = 0 -> covariance Z T = 0.
Proof.
case=> p0 _ /eqP; rewrite psumr_eq0 => [/allP v0 | o _]; last first.
  by rewrite mulr_ge0 ?sqr_ge0.
apply: big1 => o _; have := v0 o (mem_index_enum _).
by rewrite /= mulf_eq0 sqrf_eq0 => /orP[] /eqP ->; rewrite !(mul0r, mulr0).
Qed.
End Probability.

(* Cantelli's inequality (the one-sided Chebyshev inequality) for the event    *)
(* that a variable with positive mean is not positive.                         *)
Theorem cantelli (R : realFieldType) (O : finType) (p Z : O -> R) :
  prob p -> 0 < mean p Z ->
  probability p (fun o => Z o <= 0) <= variance p Z / (variance p Z + mean p Z ^+ 2).
Proof.
move=> pp s0; set s := mean p Z in s0 *; set v := variance p Z.
have v0 : 0 <= v by exact: variance_ge0.
have s2 : 0 < s ^+ 2 by rewrite exprn_gt0.
have D0 : 0 < v + s ^+ 2 by rewrite ltr_paddl.
pose u := v / s; pose h o := (Z o - s - u) ^+ 2 / (s + u) ^+ 2.
have u0 : 0 <= u by rewrite divr_ge0 // ltW.
have su0 : 0 < s + u by rewrite ltr_paddr.
have sn0 : s != 0 by rewrite gt_eqF.
apply: le_trans (@markov _ _ p _ h pp _ _) _ => [o|o Zo|].
- by rewrite divr_ge0 // sqr_ge0.
- rewrite /h ler_pdivl_mulr ?exprn_gt0 // mul1r -[X in _ <= X]sqrrN.
  have su_le : s + u <= - (Z o - s - u).
    have -> : - (Z o - s - u) = s + u + - Z o by ring.
    by rewrite ler_addl oppr_ge0.
  by rewrite ler_pexpn2r ?nnegrE ?(ltW su0) // (le_trans (ltW su0) su_le).
have -> : mean p h = (v + u ^+ 2) / (s + u) ^+ 2.
  rewrite (@eq_mean _ _ _ _ (fun o => (s + u) ^- 2 * ((Z o - s) ^+ 2 +
       ((- 2%:R * u) * (Z o + - s) + u ^+ 2)))); last by move=> o; rewrite /h; ring.
  rewrite meanZ meanD meanD meanZ meanD !mean_const // -/s.
  rewrite -[mean p (fun o => (Z o - s) ^+ 2)]/v.
  by rewrite subrr mulr0 add0r mulrC.
rewrite le_eqVlt; apply/orP; left; apply/eqP; rewrite /u.
have Dn0 : v + s ^+ 2 != 0 by rewrite gt_eqF.
have Dn1 : s ^+ 2 + v != 0 by rewrite addrC.
by field; rewrite ?sn0 ?Dn0 ?Dn1.
Qed.

(* Chebyshev's inequality for the same event, as used by Breiman for the       *)
(* margin of a forest:  PE* <= var(mr) / s^2.                                  *)
Theorem chebyshev_margin (R : realFieldType) (O : finType) (p Z : O -> R) :
  prob p -> 0 < mean p Z ->
  probability p (fun o => Z o <= 0) <= variance p Z / mean p Z ^+ 2.
Proof.
move=> pp s0; apply: le_trans (cantelli pp s0) _.
have s2 : 0 < mean p Z ^+ 2 by rewrite exprn_gt0.
rewrite ler_wpmul2l ?variance_ge0 // lef_pinv ?posrE ?ltr_paddl ?variance_ge0 //.
by rewrite ler_addr variance_ge0.
Qed.

(* -- random forests ----------------------------------------------------------- *)

Section Forest.
(* X: features, Y: classes, Th: values of the random parameter of a tree.      *)
(* p is the joint law of (feature, class), q the law of the parameter, and     *)
(* h t x is the class that tree t gives to x.                                  *)
Variables (R : realFieldType) (X Y Th : finType).
Variables (p : X * Y -> R) (q : Th -> R) (h : Th -> X -> Y).
Implicit Types (o : X * Y) (sd : Th -> R).

(* The share of the trees that vote for class j,  P_Theta(h(x,Theta) = j).     *)
Definition vote (x : X) (j : Y) : R := \sum_(t | h t x == j) q t.

(* The margin function (Breiman, Definition 2.1)                               *)
(*   mr(x,y) = P_Theta(h(x,Theta) = y) - max_{j <> y} P_Theta(h(x,Theta) = j); *)
(* the maximum is 0 if there is no class but y.                                *)
Definition margin o : R :=
  vote o.1 o.2 - \big[Num.max/0]_(j | j != o.2) vote o.1 j.

(* The strength of the forest,  s = E_{X,Y} mr(X,Y).                           *)
Definition strength : R := mean p margin.

(* The generalization error  PE* = P_{X,Y}(mr(X,Y) < 0).                       *)
Definition PE : R := probability p (fun o => margin o < 0).

(* A wrong class with the most votes,                                          *)
(*   jhat(x,y) = arg max_{j <> y} P_Theta(h(x,Theta) = j).                     *)
Definition jhat o : Y := [arg max_(j > o.2 | j != o.2) vote o.1 j]%O.

(* The raw margin of tree t (Breiman, Definition 2.2)                          *)
(*   rmg(t,x,y) = 1(h(x,t) = y) - 1(h(x,t) = jhat(x,y)).                       *)
Definition raw_margin (t : Th) o : R :=
  (h t o.1 == o.2)%:R - (h t o.1 == jhat o)%:R.

(* sd t is the standard deviation of the raw margin of tree t.                 *)
Definition std_dev sd : Prop :=
  forall t, 0 <= sd t /\ sd t ^+ 2 = variance p (raw_margin t).

(* The correlation rho(t,t') of the raw margins of t and t' (0 if one of them  *)
(* is constant, as x / 0 = 0 here).                                            *)
Definition correlation sd (t t' : Th) : R :=
  covariance p (raw_margin t) (raw_margin t') / (sd t * sd t').

(* The mean correlation                                                        *)
(*   rhobar = E[rho(T,T') sd(T) sd(T')] / E[sd(T) sd(T')],                     *)
(* T and T' independent with law q.                                            *)
Definition mean_correlation sd : R :=
  (\sum_t \sum_t' q t * q t' * (correlation sd t t' * (sd t * sd t'))) /
  (\sum_t \sum_t' q t * q t' * (sd t * sd t')).

(* If y is not the only class, jhat(x,y) is one of the others, and none of     *)
(* them has more votes.                                                        *)
Lemma jhatP o j0 : j0 != o.2 ->
  jhat o != o.2 /\ (forall j, j != o.2 -> vote o.1 j <= vote o.1 (jhat o)).
Proof.
move=> j0o; rewrite /jhat /Order.arg_max /extremum.
case: pickP => [i /andP[Pi /'forall_implyP le_i] | none].
  by split=> // j jo; exact: le_i.
case: (@Order.TotalTheory.arg_maxP _ _ Y j0 (fun j => j != o.2) (vote o.1) j0o) => i Pi le_i.
move: (none i); rewrite /= Pi /= => /negbT /negP[].
by apply/'forall_implyP => j; exact: le_i.
Qed.

Lemma max_vote o j0 : prob q -> j0 != o.2 ->
  \big[Num.max/0]_(j | j != o.2) vote o.1 j = vote o.1 (jhat o).
Proof.
move=> [q0 _] /jhatP[jo le_j]; apply/eqP; rewrite eq_le; apply/andP; split.
  elim/big_ind: _ => [|a b la lb|j]; first by apply: sumr_ge0.
    by rewrite le_maxl la.
  exact: le_j.
have: jhat o \in index_enum Y by rewrite mem_index_enum.
elim: (index_enum Y) => // i r IH; rewrite inE big_cons => /predU1P[<-|/IH le_r].
  by rewrite jo le_maxr lexx.
by case: ifP => // _; rewrite le_maxr le_r orbT.
Qed.

(* A negative margin means that a wrong class has more votes than the right    *)
(* one.                                                                        *)
Lemma margin_lt0 o : prob q ->
  (margin o < 0) = [exists j, (j != o.2) && (vote o.1 o.2 < vote o.1 j)].
Proof.
move=> pq; rewrite /margin subr_lt0; apply/idP/existsP => [|[j /andP[jo lt_j]]].
  have [/existsP[j jo]|/existsPn no] := boolP [exists j, j != o.2].
    rewrite (max_vote pq jo) => lt_j; exists (jhat o).
    by rewrite lt_j andbT; case: (jhatP jo).
  rewrite big_pred0; last by move=> j; apply/negbTE/no.
  by rewrite ltNge sumr_ge0 //; case: pq.
by rewrite (max_vote pq jo); case: (jhatP jo) => _ /(_ _ jo); exact: lt_le_trans.
Qed.

Lemma voteE x j : vote x j = \sum_t q t * (h t x == j)%:R.
Proof.
rewrite /vote big_mkcond; apply: eq_bigr => t _.
by case: (h t x == j); rewrite ?mulr1 ?mulr0.
Qed.

(* The margin of the forest is the mean raw margin,  mr = E_Theta rmg, if      *)
(* there are two classes at least.                                             *)
Lemma marginE o j0 : prob q -> j0 != o.2 ->
  margin o = \sum_t q t * raw_margin t o.
Proof.
move=> pq jo; rewrite /margin (max_vote pq jo) !voteE -sumrB.
by apply: eq_bigr => t _; rewrite -mulrBr.
Qed.

(* With one class only, the margin is 1.                                       *)
Lemma margin_one_class o : prob q -> (forall j : Y, j = o.2) -> margin o = 1.
Proof.
move=> [_ q1] one; rewrite /margin big_pred0 => [|j]; last by rewrite (one j) eqxx.
by rewrite subr0 -q1; apply: eq_bigl => t; rewrite (one (h t o.1)) eqxx.
Qed.

Lemma raw_margin_sqr t o : raw_margin t o ^+ 2 <= 1.
Proof.
rewrite /raw_margin; case: (_ == _); case: (_ == _);
  by rewrite ?subrr ?subr0 ?sub0r ?sqrrN ?expr0n ?expr1n ?ler01.
Qed.

(* The correlation times the standard deviations is the covariance.            *)
Lemma correlationE sd t t' : prob p -> std_dev sd ->
  correlation sd t t' * (sd t * sd t') =
  covariance p (raw_margin t) (raw_margin t').
Proof.
move=> pp sdP; rewrite /correlation.
have [e|ne] := eqVneq (sd t * sd t') 0; last by rewrite mulfVK.
rewrite e mulr0; move/eqP: e; rewrite mulf_eq0 => /orP[] /eqP e.
  by rewrite covariance_eq0 //; case: (sdP t) => _ <-; rewrite e expr0n.
by rewrite covariance_sym covariance_eq0 //; case: (sdP t') => _ <-; rewrite e expr0n.
Qed.

(* The strength and the variance of a mean of trees.                           *)
Lemma mean_forest (F : Th -> X * Y -> R) :
  mean p (fun o => \sum_t q t * F t o) = \sum_t q t * mean p (F t).
Proof.
rewrite /mean; under eq_bigr do rewrite mulr_sumr.
rewrite exchange_big /=; apply: eq_bigr => t _; rewrite mulr_sumr.
by apply: eq_bigr => o _; rewrite mulrCA.
Qed.

Lemma variance_forest (F : Th -> X * Y -> R) :
  variance p (fun o => \sum_t q t * F t o) =
  \sum_t \sum_t' q t * q t' * covariance p (F t) (F t').
Proof.
rewrite /variance mean_forest {1}/mean.
have ctr o : \sum_t q t * F t o - \sum_t q t * mean p (F t) =
             \sum_t q t * (F t o - mean p (F t)).
  by rewrite -sumrB; apply: eq_bigr => t _; rewrite mulrBr.
under eq_bigr do rewrite ctr expr2 mulr_suml mulr_sumr.
rewrite exchange_big /=; apply: eq_bigr => t _.
under eq_bigr do rewrite mulr_sumr mulr_sumr.
rewrite exchange_big /=; apply: eq_bigr => t' _.
by rewrite /covariance /mean mulr_sumr; apply: eq_bigr => o _; ring.
Qed.

Lemma sd_square sd :
  \sum_t \sum_t' q t * q t' * (sd t * sd t') = (\sum_t q t * sd t) ^+ 2.
Proof.
rewrite expr2 mulr_suml; apply: eq_bigr => t _; rewrite mulr_sumr.
by apply: eq_bigr => t' _; ring.
Qed.

(* var(E_Theta rmg) = rhobar (E_Theta sd)^2, and rhobar >= 0.                  *)
Lemma variance_mean_correlation sd : prob p -> prob q -> std_dev sd ->
  variance p (fun o => \sum_t q t * raw_margin t o) =
  mean_correlation sd * (\sum_t q t * sd t) ^+ 2.
Proof.
move=> pp [q0 _] sdP; rewrite variance_forest /mean_correlation -sd_square.
set D := \sum_t \sum_t' _ * (sd t * sd t').
have numE : \sum_t \sum_t' q t * q t' * (correlation sd t t' * (sd t * sd t')) =
    \sum_t \sum_t' q t * q t' * covariance p (raw_margin t) (raw_margin t').
  by apply: eq_bigr => t _; apply: eq_bigr => t' _; rewrite correlationE.
have [D0|D0] := eqVneq D 0; last by rewrite mulfVK // numE.
rewrite D0 mulr0 -numE.
have term0 t t' : 0 <= q t * q t' * (sd t * sd t').
  by rewrite !mulr_ge0 //; [case: (sdP t) | case: (sdP t')].
move/eqP: D0; rewrite psumr_eq0 => [/allP a0|t _]; last exact: sumr_ge0.
apply: big1 => t _; apply: big1 => t' _; rewrite mulrCA.
have := a0 t (mem_index_enum _); rewrite /= psumr_eq0 => [/allP b0|t1 _]; last exact: term0.
by have := b0 t' (mem_index_enum _) => /eqP /= ->; rewrite mulr0.
Qed.

Lemma mean_correlation_ge0 sd : prob p -> prob q -> std_dev sd ->
  0 <= mean_correlation sd.
Proof.
move=> pp pq sdP; have := variance_ge0 (fun o => \sum_t q t * raw_margin t o) pp.
rewrite (variance_mean_correlation pp pq sdP).
have [e _|ne] := eqVneq (\sum_t q t * sd t) 0.
  by rewrite /mean_correlation sd_square e expr0n invr0 mulr0.
by rewrite pmulr_lge0 // exprn_even_gt0.
Qed.

Lemma variance_margin_le sd : prob p -> prob q -> std_dev sd ->
  variance p margin <= mean_correlation sd * (1 - strength ^+ 2).
Proof.
move=> pp pq sdP.
have [/existsP[y0 /existsP[j0 ne]]|/existsPn one] := boolP [exists y : Y, exists j, j != y].
  have other (y : Y) : exists j, j != y.
    by have [<-|] := eqVneq j0 y; [exists y0; rewrite eq_sym | exists j0].
  have mE : margin =1 (fun o => \sum_t q t * raw_margin t o).
    by move=> o; have [j jo] := other o.2; exact: (marginE pq jo).
  rewrite (eq_variance p mE) (variance_mean_correlation pp pq sdP).
  apply: ler_wpmul2l; first exact: mean_correlation_ge0.
  apply: le_trans (jensen_sqr sd pq) _; rewrite /mean.
  have -> : \sum_t q t * sd t ^+ 2 =
     \sum_t q t * mean p (fun o => raw_margin t o ^+ 2) -
     \sum_t q t * mean p (raw_margin t) ^+ 2.
    rewrite -sumrB; apply: eq_bigr => t _.
    by case: (sdP t) => _ ->; rewrite varianceE // mulrBr.
  apply: ler_sub; last by rewrite /strength (eq_mean p mE) mean_forest; exact: jensen_sqr.
  case: pq => q0 q1; rewrite -[X in _ <= X]q1; apply: ler_sum => t _.
  rewrite ler_pimulr // -[X in _ <= X](mean_const 1 pp).
  by apply: le_mean => // o; exact: raw_margin_sqr.
have m1 : margin =1 (fun=> 1).
  move=> o; apply: margin_one_class => // j; apply/eqP.
  by have /existsPn/(_ j) := one o.2; rewrite negbK.
rewrite /strength (eq_variance p m1) varianceE // !(eq_mean p m1) !mean_const //.
by rewrite !expr1n subrr mulr0.
Qed.
End Forest.

(* Breiman's intermediate bound:  var(mr) <= rhobar (1 - s^2).                 *)
Theorem breiman_variance (R : realFieldType) (X Y Th : finType)
    (p : X * Y -> R) (q : Th -> R) (h : Th -> X -> Y) (sd : Th -> R) :
  prob p -> prob q -> std_dev p q h sd ->
  variance p (margin q h) <=
    mean_correlation p q h sd * (1 - strength p q h ^+ 2).
Proof. exact: variance_margin_le. Qed.

(* The bound holds even if ties between the right class and a wrong one are    *)
(* counted as errors.                                                          *)
Theorem breiman_ties (R : realFieldType) (X Y Th : finType)
    (p : X * Y -> R) (q : Th -> R) (h : Th -> X -> Y) (sd : Th -> R) :
  prob p -> prob q -> std_dev p q h sd -> 0 < strength p q h ->
  probability p (fun o => margin q h o <= 0) <=
    mean_correlation p q h sd * (1 - strength p q h ^+ 2) / strength p q h ^+ 2.
Proof.
move=> pp pq sdP s0; apply: le_trans (chebyshev_margin pp s0) _.
by apply: ler_wpmul2r; [rewrite invr_ge0 sqr_ge0 | exact: breiman_variance].
Qed.

(* Breiman's Theorem 2.3:  PE* <= rhobar (1 - s^2) / s^2.                      *)
Theorem breiman (R : realFieldType) (X Y Th : finType)
    (p : X * Y -> R) (q : Th -> R) (h : Th -> X -> Y) (sd : Th -> R) :
  prob p -> prob q -> std_dev p q h sd -> 0 < strength p q h ->
  PE p q h <=
    mean_correlation p q h sd * (1 - strength p q h ^+ 2) / strength p q h ^+ 2.
Proof.
move=> pp pq sdP s0; apply: le_trans (breiman_ties pp pq sdP s0).
by apply: probability_sub => // o; exact: ltW.
Qed.

(* With Cantelli's inequality instead of Chebyshev's the bound is below 1:     *)
(*   PE* <= b / (b + s^2),  b = rhobar (1 - s^2).                              *)
Theorem breiman_cantelli (R : realFieldType) (X Y Th : finType)
    (p : X * Y -> R) (q : Th -> R) (h : Th -> X -> Y) (sd : Th -> R) (b : R) :
  prob p -> prob q -> std_dev p q h sd -> 0 < strength p q h ->
  b = mean_correlation p q h sd * (1 - strength p q h ^+ 2) ->
  PE p q h <= b / (b + strength p q h ^+ 2).
Proof.
move=> pp pq sdP s0 bE; have vb := breiman_variance pp pq sdP; rewrite -bE in vb.
have v0 := variance_ge0 (margin q h) pp; have b0 := le_trans v0 vb.
have s2 : 0 < strength p q h ^+ 2 by rewrite exprn_gt0.
have lePE : PE p q h <= probability p (fun o => margin q h o <= 0).
  by apply: probability_sub => // o; exact: ltW.
apply: le_trans lePE _; apply: le_trans (cantelli pp s0) _.
rewrite -/(strength p q h) ler_pdivr_mulr ?ltr_paddl // mulrAC ler_pdivl_mulr ?ltr_paddl //.
by rewrite !mulrDr [b * variance _ _]mulrC ler_add2l ler_wpmul2r // ltW.
Qed.

(* The same with ties counted as errors; two trees of equal weight that err on *)
(* disjoint events attain it.                                                  *)
Theorem breiman_cantelli_ties (R : realFieldType) (X Y Th : finType)
    (p : X * Y -> R) (q : Th -> R) (h : Th -> X -> Y) (sd : Th -> R) (b : R) :
  prob p -> prob q -> std_dev p q h sd -> 0 < strength p q h ->
  b = mean_correlation p q h sd * (1 - strength p q h ^+ 2) ->
  probability p (fun o => margin q h o <= 0) <= b / (b + strength p q h ^+ 2).
Proof.
move=> pp pq sdP s0 bE; have vb := breiman_variance pp pq sdP; rewrite -bE in vb.
have v0 := variance_ge0 (margin q h) pp; have b0 := le_trans v0 vb.
have s2 : 0 < strength p q h ^+ 2 by rewrite exprn_gt0.
apply: le_trans (cantelli pp s0) _.
rewrite -/(strength p q h) ler_pdivr_mulr ?ltr_paddl // mulrAC ler_pdivl_mulr ?ltr_paddl //.
by rewrite !mulrDr [b * variance _ _]mulrC ler_add2l ler_wpmul2r // ltW.
Qed.
