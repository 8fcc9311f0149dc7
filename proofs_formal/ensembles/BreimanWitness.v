(******************************************************************************)
(* Concrete instances, over the rational numbers, of the theorems of           *)
(* Breiman.v, and counterexamples to false variants.                           *)
(*   Features, classes and trees: the two-point set bool.  The tree `false`    *)
(*   predicts the feature itself, the tree `true` always predicts `true`.      *)
(*   They have weights 2/3 and 1/3, and (feature, class) has the law           *)
(*       (false, false) 1/5, (false, true) 1/5, (true, true) 3/5.              *)
(*   Each tree errs with probability 1/5, on different points; so              *)
(*       s = 3/5,  sd = 4/5,  rho(false, true) = -1/4,  rhobar = 4/9,          *)
(*       PE* = 1/5  <=  rhobar (1 - s^2) / s^2 = 64/81.                        *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From Companion Require Import Breiman.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* Two trees.                                                                  *)
Definition h (t x : bool) : bool := t || x.

(* Their weights, and the joint law of (feature, class).                       *)
Definition q (t : bool) : rat := if t then 1 / 3%:R else 2%:R / 3%:R.
Definition p (o : bool * bool) : rat :=
  match o with
  | (false, false) => 1 / 5%:R | (false, true) => 1 / 5%:R
  | (true, false) => 0         | (true, true) => 3%:R / 5%:R
  end.
Definition sd (t : bool) : rat := 4%:R / 5%:R.

(* -- evaluation over bool ----------------------------------------------------- *)

Lemma big_boolE (F : bool -> rat) : \sum_x F x = F true + F false.
Proof. exact: big_bool. Qed.
Lemma big_bool2E (F : bool * bool -> rat) :
  \sum_o F o = F (true, true) + F (true, false) + (F (false, true) + F (false, false)).
Proof.
transitivity (\sum_x \sum_y F (x, y)); last by rewrite !big_boolE.
by rewrite pair_bigA; apply: eq_bigr => -[].
Qed.

(* With two classes, the margin is the difference of the two votes.            *)
Lemma jhatE (q : bool -> rat) o : jhat q h o = ~~ o.2.
Proof.
have jo : ~~ o.2 != o.2 by case: o.2.
by have [] := jhatP q h jo; case: (jhat q h o); case: o.2.
Qed.
Ltac compute_q := do ?[rewrite !big_boolE]; first [by vm_compute | by apply/eqP; vm_compute].
Ltac evaluate := do ?[rewrite !big_bool2E]; compute_q.

Lemma p_prob : prob p. Proof. by split=> [[[] []]|]; evaluate. Qed.
Lemma q_prob : prob q. Proof. by split=> [[]|]; evaluate. Qed.

(* The raw margins, 1 where a tree is right and -1 where it is wrong.          *)
Definition rmg (t : bool) (o : bool * bool) : rat :=
  (h t o.1 == o.2)%:R - (h t o.1 == ~~ o.2)%:R.
Lemma raw_marginE (q : bool -> rat) t : raw_margin q h t =1 rmg t.
Proof. by move=> o; rewrite /raw_margin jhatE. Qed.
Lemma meanE (p Z T : bool * bool -> rat) : Z =1 T -> mean p Z = mean p T.
Proof. exact: eq_mean. Qed.
Lemma covarianceE (p : bool * bool -> rat) (q : bool -> rat) t t' :
  covariance p (raw_margin q h t) (raw_margin q h t') = covariance p (rmg t) (rmg t').
Proof.
rewrite /covariance !(meanE p (raw_marginE q _)).
by apply: meanE => o; rewrite !raw_marginE.
Qed.
Lemma std_devE (p : bool * bool -> rat) (q sd : bool -> rat) :
  (forall t, 0 <= sd t /\ sd t ^+ 2 = variance p (rmg t)) -> std_dev p q h sd.
Proof. by move=> sdP t; rewrite (eq_variance p (raw_marginE q t)). Qed.
Lemma mean_correlationE (p : bool * bool -> rat) (q sd : bool -> rat) :
  mean_correlation p q h sd =
  (\sum_t \sum_t' q t * q t' *
     (covariance p (rmg t) (rmg t') / (sd t * sd t') * (sd t * sd t'))) /
  (\sum_t \sum_t' q t * q t' * (sd t * sd t')).
Proof.
congr (_ / _); apply: eq_bigr => t _; apply: eq_bigr => t' _.
by rewrite /correlation covarianceE.
Qed.
Lemma marginE2 (q : bool -> rat) o : prob q -> margin q h o = \sum_t q t * rmg t o.
Proof.
move=> pq; have jo : ~~ o.2 != o.2 by case: o.2.
by rewrite (marginE h pq jo); apply: eq_bigr => t _; rewrite raw_marginE.
Qed.
Lemma strengthE (p : bool * bool -> rat) (q : bool -> rat) :
  prob q -> strength p q h = mean p (fun o => \sum_t q t * rmg t o).
Proof. by move=> pq; apply: meanE => o; exact: marginE2. Qed.
Lemma probabilityE (p : bool * bool -> rat) (E F : pred (bool * bool)) :
  E =1 F -> probability p E = \sum_o p o * (F o)%:R.
Proof.
move=> EF; rewrite /probability big_mkcond; apply: eq_bigr => o _; rewrite EF.
by case: (F o); rewrite ?mulr1 ?mulr0.
Qed.
Lemma PEE (p : bool * bool -> rat) (q : bool -> rat) :
  prob q -> PE p q h = \sum_o p o * ((\sum_t q t * rmg t o < 0)%R : bool)%:R.
Proof. by move=> pq; apply: probabilityE => o; rewrite marginE2. Qed.

(* -- the instance ------------------------------------------------------------- *)

Lemma sd_std_dev : std_dev p q h sd.
Proof. by apply: std_devE => -[]; split=> //; rewrite /variance /mean; evaluate. Qed.
Lemma strength_value : strength p q h = 3%:R / 5%:R.
Proof. by rewrite (strengthE _ q_prob) /mean; evaluate. Qed.
Lemma strength_gt0 : 0 < strength p q h.
Proof. by rewrite strength_value. Qed.
Lemma covariance_value t t' :
  covariance p (rmg t) (rmg t') = if t == t' then 16%:R / 25%:R else - (4%:R / 25%:R).
Proof.
have m u : mean p (rmg u) = 3%:R / 5%:R by case: u; rewrite /mean; evaluate.
by rewrite /covariance !m /mean; case: t; case: t'; evaluate.
Qed.
(* rho is 1 for a tree with itself and -1/4 for the two trees.                 *)
Lemma correlation_value t t' :
  correlation p q h sd t t' = if t == t' then 1 else - (1 / 4%:R).
Proof. by rewrite /correlation covarianceE covariance_value; case: t; case: t'; compute_q. Qed.
Lemma mean_correlation_value : mean_correlation p q h sd = 4%:R / 9%:R.
Proof.
have dE : \sum_t \sum_t' q t * q t' * (sd t * sd t') = 16%:R / 25%:R by compute_q.
rewrite /mean_correlation dE.
under eq_bigr do under eq_bigr do rewrite correlation_value.
compute_q.
Qed.
Lemma PE_value : PE p q h = 1 / 5%:R.
Proof. by rewrite (PEE _ q_prob); evaluate. Qed.

(* breiman: 1/5 <= 64/81.                                                      *)
Lemma breiman_instance :
  [/\ PE p q h = 1 / 5%:R,
      PE p q h <= mean_correlation p q h sd * (1 - strength p q h ^+ 2) / strength p q h ^+ 2 &
      mean_correlation p q h sd * (1 - strength p q h ^+ 2) / strength p q h ^+ 2 =
        64%:R / 81%:R].
Proof.
split; [exact: PE_value | exact: breiman p_prob q_prob sd_std_dev strength_gt0 |].
by rewrite mean_correlation_value strength_value; apply/eqP; vm_compute.
Qed.

Lemma breiman_ties_instance :
  probability p (fun o => margin q h o <= 0) <=
    mean_correlation p q h sd * (1 - strength p q h ^+ 2) / strength p q h ^+ 2.
Proof. exact: breiman_ties p_prob q_prob sd_std_dev strength_gt0. Qed.

(* The variance of the margin is 64/225, and the bound is attained.            *)
Lemma breiman_variance_instance :
  [/\ variance p (margin q h) = 64%:R / 225%:R,
      variance p (margin q h) <= mean_correlation p q h sd * (1 - strength p q h ^+ 2) &
      mean_correlation p q h sd * (1 - strength p q h ^+ 2) = 64%:R / 225%:R].
Proof.
split; [| exact: breiman_variance p_prob q_prob sd_std_dev |]; last first.
  by rewrite mean_correlation_value strength_value; apply/eqP; vm_compute.
rewrite (eq_variance p (fun o => marginE2 o q_prob)) /variance /mean; evaluate.
Qed.

(* 1/5 <= 64/145.                                                              *)
Lemma breiman_cantelli_instance : PE p q h <= 64%:R / 145%:R.
Proof.
have := breiman_cantelli p_prob q_prob sd_std_dev strength_gt0 (erefl _).
have -> // : mean_correlation p q h sd * (1 - strength p q h ^+ 2) /
  (mean_correlation p q h sd * (1 - strength p q h ^+ 2) + strength p q h ^+ 2) = 64%:R / 145%:R.
by rewrite mean_correlation_value strength_value; apply/eqP; vm_compute.
Qed.

(* cantelli with equality: a variable that is 0 with probability 1/5 and 1     *)
(* otherwise, 1/5 = v / (v + s^2) with s = 4/5 and v = 4/25; Chebyshev's bound *)
(* is 1/4.                                                                     *)
Definition r (o : bool) : rat := if o then 4%:R / 5%:R else 1 / 5%:R.
Definition Z (o : bool) : rat := o%:R.
Lemma r_prob : prob r. Proof. by split=> [[]|]; compute_q. Qed.
Lemma Z_mean : mean r Z = 4%:R / 5%:R. Proof. by rewrite /mean; compute_q. Qed.
Lemma Z_mean_gt0 : 0 < mean r Z. Proof. by rewrite Z_mean. Qed.
Lemma Z_variance : variance r Z = 4%:R / 25%:R.
Proof. by rewrite /variance /mean; compute_q. Qed.
Lemma Z_probability : probability r (fun o => Z o <= 0) = 1 / 5%:R.
Proof. by rewrite /probability big_mkcond; compute_q. Qed.

Lemma cantelli_instance :
  [/\ probability r (fun o => Z o <= 0) = 1 / 5%:R,
      probability r (fun o => Z o <= 0) <= variance r Z / (variance r Z + mean r Z ^+ 2) &
      variance r Z / (variance r Z + mean r Z ^+ 2) = 1 / 5%:R].
Proof.
split; [exact: Z_probability | exact: cantelli r_prob Z_mean_gt0 |].
by rewrite Z_variance Z_mean; apply/eqP; vm_compute.
Qed.
Lemma chebyshev_margin_instance :
  probability r (fun o => Z o <= 0) <= variance r Z / mean r Z ^+ 2 /\
  variance r Z / mean r Z ^+ 2 = 1 / 4%:R.
Proof.
split; first exact: chebyshev_margin r_prob Z_mean_gt0.
by rewrite Z_variance Z_mean; apply/eqP; vm_compute.
Qed.

(* -- false variants ----------------------------------------------------------- *)

(* Cantelli's inequality is not strict, and needs a positive mean.             *)
Lemma not_cantelli_strict :
  ~ (probability r (fun o => Z o <= 0) < variance r Z / (variance r Z + mean r Z ^+ 2)).
Proof. by rewrite Z_probability Z_variance Z_mean; apply/negP; vm_compute. Qed.
Lemma not_cantelli_any_mean :
  ~ (forall (r Z : bool -> rat), prob r ->
       probability r (fun o => Z o <= 0) <= variance r Z / (variance r Z + mean r Z ^+ 2)).
Proof.
move=> /(_ r (fun=> 0) r_prob); apply/negP.
by rewrite /probability big_mkcond /variance /mean !big_boolE; vm_compute.
Qed.

(* Half of Chebyshev's bound is too small; it needs a positive mean, too.      *)
Lemma not_chebyshev_half :
  ~ (probability r (fun o => Z o <= 0) <= variance r Z / (mean r Z ^+ 2 *+ 2)).
Proof. by rewrite Z_probability Z_variance Z_mean; apply/negP; vm_compute. Qed.
Lemma not_chebyshev_any_mean :
  ~ (forall (r Z : bool -> rat), prob r ->
       probability r (fun o => Z o <= 0) <= variance r Z / mean r Z ^+ 2).
Proof.
move=> /(_ r (fun=> 0) r_prob); apply/negP.
by rewrite /probability big_mkcond /variance /mean !big_boolE; vm_compute.
Qed.

(* (1 - s)^2 instead of 1 - s^2: the bound would be 16/81 < 1/5.               *)
Lemma not_breiman_square_outside :
  ~ (PE p q h <= mean_correlation p q h sd * (1 - strength p q h) ^+ 2 / strength p q h ^+ 2).
Proof.
by rewrite PE_value mean_correlation_value strength_value; apply/negP; vm_compute.
Qed.
Lemma not_breiman_variance_strict :
  ~ (variance p (margin q h) < mean_correlation p q h sd * (1 - strength p q h ^+ 2)).
Proof. by have [-> _ ->] := breiman_variance_instance; rewrite ltxx. Qed.
Lemma not_breiman_variance_square_outside :
  ~ (variance p (margin q h) <= mean_correlation p q h sd * (1 - strength p q h) ^+ 2).
Proof.
have [-> _ _] := breiman_variance_instance.
by rewrite mean_correlation_value strength_value; apply/negP; vm_compute.
Qed.

(* sd must be the standard deviation: with sd = 0 the bound is 0.              *)
Lemma not_breiman_any_sd :
  ~ (forall sd : bool -> rat, 0 < strength p q h ->
       PE p q h <= mean_correlation p q h sd * (1 - strength p q h ^+ 2) / strength p q h ^+ 2).
Proof.
have c0 : mean_correlation p q h (fun=> 0) = 0.
  rewrite /mean_correlation big1 ?mul0r // => t _.
  by apply: big1 => t' _; rewrite !mulr0.
move=> /(_ (fun=> 0) strength_gt0); rewrite PE_value c0 !mul0r.
by apply/negP; vm_compute.
Qed.

(* The strength must be positive: a forest that is always wrong.               *)
Definition p_wrong (o : bool * bool) : rat :=
  match o with (true, false) => 1 | _ => 0 end.
Lemma not_breiman_any_strength :
  ~ (forall (p : bool * bool -> rat) (q sd : bool -> rat),
       prob p -> prob q -> std_dev p q h sd ->
       PE p q h <= mean_correlation p q h sd * (1 - strength p q h ^+ 2) / strength p q h ^+ 2).
Proof.
have p_prob' : prob p_wrong by split=> [[[] []]|]; evaluate.
have sdP : std_dev p_wrong q h (fun=> 0).
  by apply: std_devE => -[]; split=> //; rewrite /variance /mean; evaluate.
move=> /(_ p_wrong q (fun=> 0) p_prob' q_prob sdP).
have -> : strength p_wrong q h = - 1 by rewrite (strengthE _ q_prob) /mean; evaluate.
by rewrite (PEE _ q_prob) sqrrN expr1n subrr mulr0 mul0r; apply/negP; evaluate.
Qed.

(* The mean correlation must be weighted by the standard deviations: with the  *)
(* plain mean of rho the bound fails.  A tree that errs with probability 1/10  *)
(* has weight 5/9, a tree without errors 4/9: PE* = 1/10, s = 8/9, the plain   *)
(* mean of rho is 25/81, and 25/81 (1 - s^2) / s^2 = 425/5184 < 1/10.          *)
Definition plain_mean_correlation (p : bool * bool -> rat) (q sd : bool -> rat) : rat :=
  \sum_t \sum_t' q t * q t' * correlation p q h sd t t'.
Definition p2 (o : bool * bool) : rat :=
  match o with
  | (false, false) => 1 / 10%:R | (true, true) => 9%:R / 10%:R | _ => 0
  end.
Definition q2 (t : bool) : rat := if t then 5%:R / 9%:R else 4%:R / 9%:R.
Definition sd2 (t : bool) : rat := if t then 3%:R / 5%:R else 0.
Lemma not_breiman_plain_mean :
  [/\ prob p2, prob q2, std_dev p2 q2 h sd2 & 0 < strength p2 q2 h] /\
  ~ (PE p2 q2 h <= plain_mean_correlation p2 q2 sd2 * (1 - strength p2 q2 h ^+ 2) /
       strength p2 q2 h ^+ 2).
Proof.
have pP : prob p2 by split=> [[[] []]|]; evaluate.
have qP : prob q2 by split=> [[]|]; evaluate.
have m u : mean p2 (rmg u) = if u then 4%:R / 5%:R else 1.
  by case: u; rewrite /mean; evaluate.
have sdP : std_dev p2 q2 h sd2.
  by apply: std_devE => t; split; [by case: t | rewrite /variance m /mean; case: t; evaluate].
have sE : strength p2 q2 h = 8%:R / 9%:R by rewrite (strengthE _ qP) /mean; evaluate.
have cE t t' : correlation p2 q2 h sd2 t t' = (t && t')%:R.
  rewrite /correlation covarianceE /covariance.
  by rewrite !m /mean; case: t; case: t'; evaluate.
have rE : plain_mean_correlation p2 q2 sd2 = 25%:R / 81%:R.
  by rewrite /plain_mean_correlation; under eq_bigr do under eq_bigr do rewrite cE; compute_q.
have eE : PE p2 q2 h = 1 / 10%:R by rewrite (PEE _ qP); evaluate.
split; first by split; [exact: pP | exact: qP | exact: sdP | rewrite sE].
by rewrite eE rE sE; apply/negP; vm_compute.
Qed.

(* The bound with Cantelli's inequality: 4 s^2 is too much in the denominator. *)
Lemma not_breiman_cantelli_four :
  ~ (forall b, b = mean_correlation p q h sd * (1 - strength p q h ^+ 2) ->
       PE p q h <= b / (b + strength p q h ^+ 2 *+ 4)).
Proof.
move=> /(_ _ (erefl _)); rewrite PE_value mean_correlation_value strength_value.
by apply/negP; vm_compute.
Qed.
Lemma not_breiman_cantelli_square_outside :
  ~ (forall b, b = mean_correlation p q h sd * (1 - strength p q h) ^+ 2 ->
       PE p q h <= b / (b + strength p q h ^+ 2)).
Proof.
move=> /(_ _ (erefl _)); rewrite PE_value mean_correlation_value strength_value.
by apply/negP; vm_compute.
Qed.

(* Cantelli's bound with ties counted as errors is attained: the two trees     *)
(* with equal weights, which err on disjoint events of probability 1/5, have   *)
(* s = 3/5, rhobar = 3/8, b = 6/25, and the margin is 0 with probability 2/5.  *)
Definition half (t : bool) : rat := 1 / 2%:R.
Lemma half_prob : prob half. Proof. by split=> [[]|]; compute_q. Qed.
Lemma half_std_dev : std_dev p half h sd.
Proof. by apply: std_devE => -[]; split=> //; rewrite /variance /mean; evaluate. Qed.
Lemma half_strength : strength p half h = 3%:R / 5%:R.
Proof. by rewrite (strengthE _ half_prob) /mean; evaluate. Qed.
Lemma half_mean_correlation : mean_correlation p half h sd = 3%:R / 8%:R.
Proof.
rewrite mean_correlationE; under eq_bigr do under eq_bigr do rewrite covariance_value.
compute_q.
Qed.
Lemma half_ties : probability p (fun o => margin half h o <= 0) = 2%:R / 5%:R.
Proof.
rewrite (probabilityE p (fun o => congr1 (fun m => m <= 0) (marginE2 o half_prob))).
evaluate.
Qed.

Lemma breiman_cantelli_ties_instance :
  [/\ prob p, prob half, std_dev p half h sd, 0 < strength p half h &
      forall b, b = mean_correlation p half h sd * (1 - strength p half h ^+ 2) ->
        probability p (fun o => margin half h o <= 0) = b / (b + strength p half h ^+ 2)].
Proof.
split; [exact: p_prob | exact: half_prob | exact: half_std_dev | by rewrite half_strength |].
move=> b ->; rewrite half_ties half_mean_correlation half_strength.
by apply/eqP; vm_compute.
Qed.

Lemma not_breiman_cantelli_ties_strict :
  ~ (forall b, b = mean_correlation p half h sd * (1 - strength p half h ^+ 2) ->
       probability p (fun o => margin half h o <= 0) < b / (b + strength p half h ^+ 2)).
Proof.
have [_ _ _ _ E] := breiman_cantelli_ties_instance.
by move=> /(_ _ (erefl _)); rewrite -(E _ (erefl _)) ltxx.
Qed.
Lemma not_breiman_cantelli_ties_four :
  ~ (forall b, b = mean_correlation p half h sd * (1 - strength p half h ^+ 2) ->
       probability p (fun o => margin half h o <= 0) <= b / (b + strength p half h ^+ 2 *+ 4)).
Proof.
move=> /(_ _ (erefl _)); rewrite half_ties half_mean_correlation half_strength.
by apply/negP; vm_compute.
Qed.
