(******************************************************************************)
(* Ensembles of predictors and the wisdom of crowds: the ambiguity             *)
(* decomposition of Krogh and Vedelsby and Page's diversity prediction         *)
(* theorem.  No axiom is used.                                                 *)
(*                                                                             *)
(* Published counterparts:                                                     *)
(*   A. Krogh and J. Vedelsby, Neural network ensembles, cross validation,     *)
(*   and active learning, NIPS 7 (1995): at every input e = ebar - abar, and   *)
(*   averaged over the inputs E = Ebar - Abar;                                 *)
(*   S. E. Page, The Difference (2007): the diversity prediction theorem and   *)
(*   the crowd-beats-average law.                                              *)
(* What differs: the inputs form a finite set, so that the integral over the   *)
(* input distribution is a finite sum.  The identities hold over every         *)
(* commutative ring and need neither positive weights nor an input             *)
(* distribution of mass 1; inequalities hold over every ordered field.         *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* -- Krogh and Vedelsby ------------------------------------------------------ *)

Section KroghVedelsby.
Variables (R : comRingType) (I X : finType).
(* Member a of the ensemble has weight w a and output V a x on the input x;    *)
(* the target is y x and the inputs have the distribution p.                   *)
Variables (w : I -> R) (V : I -> X -> R) (y p : X -> R).

(* The ensemble output  Vbar(x) = sum_a w_a V^a(x).                            *)
Definition ensemble (x : X) : R := \sum_a w a * V a x.

(* The ambiguity of a member  a^a(x) = (V^a(x) - Vbar(x))^2.                   *)
Definition ambiguity (a : I) (x : X) : R := (V a x - ensemble x) ^+ 2.

(* The squared error of a member,  eps^a(x) = (y(x) - V^a(x))^2, and of the    *)
(* ensemble,  e(x) = (y(x) - Vbar(x))^2.                                       *)
Definition member_error (a : I) (x : X) : R := (y x - V a x) ^+ 2.
Definition ensemble_error (x : X) : R := (y x - ensemble x) ^+ 2.

(* The weighted averages  epsbar(x)  and  abar(x)  over the members.           *)
Definition mean_member_error (x : X) : R := \sum_a w a * member_error a x.
Definition ensemble_ambiguity (x : X) : R := \sum_a w a * ambiguity a x.

(* Averages over the input distribution:  int F(x) p(x) dx.                    *)
Definition over_inputs (F : X -> R) : R := \sum_x p x * F x.

(* The generalization error of the ensemble,  E = int e(x) p(x) dx;            *)
(* the weighted average of the members' generalization errors,                 *)
(* Ebar = sum_a w_a E^a;  and that of their ambiguities,  Abar = sum_a w_a A^a. *)
Definition gen_error : R := over_inputs ensemble_error.
Definition mean_gen_error : R := \sum_a w a * over_inputs (member_error a).
Definition mean_ambiguity : R := \sum_a w a * over_inputs (ambiguity a).

Lemma over_inputs_mean (F : I -> X -> R) :
  \sum_a w a * over_inputs (F a) = over_inputs (fun x => \sum_a w a * F a x).
Proof.
rewrite /over_inputs; under eq_bigr do rewrite mulr_sumr.
rewrite exchange_big; apply: eq_bigr => x _; rewrite mulr_sumr.
by apply: eq_bigr => a _; rewrite mulrCA.
Qed.
End KroghVedelsby.

(* The ambiguity decomposition at an input:  e(x) = epsbar(x) - abar(x).       *)
Theorem krogh_vedelsby (R : comRingType) (I X : finType) (w : I -> R)
    (V : I -> X -> R) (y : X -> R) (x : X) :
  \sum_a w a = 1 ->
  ensemble_error w V y x =
    mean_member_error w V y x - ensemble_ambiguity w V x.
Proof.
move=> w1; rewrite /mean_member_error /ensemble_ambiguity -sumrB.
rewrite /ensemble_error /member_error /ambiguity; set m := ensemble w V x.
have E a : w a * (y x - V a x) ^+ 2 - w a * (V a x - m) ^+ 2 =
           (2%:R * (m - y x)) * (w a * V a x) + (y x ^+ 2 - m ^+ 2) * w a by ring.
under eq_bigr do rewrite E.
by rewrite big_split /= -!mulr_sumr w1 -/(ensemble w V x) -/m; ring.
Qed.

(* The generalization error of the ensemble:  E = Ebar - Abar.                 *)
Theorem krogh_vedelsby_average (R : comRingType) (I X : finType) (w : I -> R)
    (V : I -> X -> R) (y p : X -> R) :
  \sum_a w a = 1 ->
  gen_error w V y p = mean_gen_error w V y p - mean_ambiguity w V p.
Proof.
move=> w1; rewrite /mean_gen_error /mean_ambiguity !over_inputs_mean -sumrB.
by apply: eq_bigr => x _; rewrite (krogh_vedelsby V y x w1) mulrBr.
Qed.

(* Hence E <= Ebar: averaging never hurts, for nonnegative weights.            *)
Theorem ensemble_no_worse (R : realFieldType) (I X : finType) (w : I -> R)
    (V : I -> X -> R) (y p : X -> R) :
  (forall a, 0 <= w a) -> \sum_a w a = 1 -> (forall x, 0 <= p x) ->
  gen_error w V y p <= mean_gen_error w V y p.
Proof.
move=> w0 w1 p0; rewrite (krogh_vedelsby_average V y p w1) ler_subl_addr ler_addl.
apply: sumr_ge0 => a _; rewrite mulr_ge0 //; apply: sumr_ge0 => x _.
by rewrite mulr_ge0 ?sqr_ge0.
Qed.

(* -- Page -------------------------------------------------------------------- *)

Section Crowd.
Variables (R : realFieldType) (I : finType).

(* The mean over the individuals; the crowd's prediction is the mean of the    *)
(* individual predictions s i.                                                 *)
Definition average (s : I -> R) : R := (\sum_i s i) / #|I|%:R.

(* For the true value theta: the collective error  (c - theta)^2,  the average *)
(* individual error  1/n sum_i (s_i - theta)^2,  and the diversity of the      *)
(* predictions  1/n sum_i (s_i - c)^2,  where c is the crowd's prediction.     *)
Definition collective_error (s : I -> R) (theta : R) : R :=
  (average s - theta) ^+ 2.
Definition average_error (s : I -> R) (theta : R) : R :=
  average (fun i => (s i - theta) ^+ 2).
Definition diversity (s : I -> R) : R :=
  average (fun i => (s i - average s) ^+ 2).

Lemma averageE (s : I -> R) : average s = \sum_i #|I|%:R^-1 * s i.
Proof. by rewrite -mulr_sumr mulrC. Qed.

Lemma diversity_ge0 (s : I -> R) : 0 <= diversity s.
Proof. by rewrite divr_ge0 ?ler0n //; apply: sumr_ge0 => i _; exact: sqr_ge0. Qed.
End Crowd.

(* The diversity prediction theorem:                                           *)
(* collective error = average individual error - prediction diversity.         *)
Theorem diversity_prediction (R : realFieldType) (I : finType) (s : I -> R)
    (theta : R) :
  (0 < #|I|)%N ->
  collective_error s theta = average_error s theta - diversity s.
Proof.
move=> I0; have N0 : #|I|%:R != 0 :> R by rewrite pnatr_eq0 -lt0n.
have w1 : \sum_(i : I) #|I|%:R^-1 = 1 :> R.
  by rewrite sumr_const -[LHS]mulr_natr mulVf.
have KV := krogh_vedelsby (fun i (_ : unit) => s i) (fun=> theta) tt w1.
rewrite /collective_error -sqrrN opprB.
rewrite /average_error /diversity !averageE.
rewrite -[\sum_i _ * s i]/(ensemble (fun=> #|I|%:R^-1) (fun i (_ : unit) => s i) tt).
rewrite -[LHS]/(ensemble_error (fun=> #|I|%:R^-1) (fun i (_ : unit) => s i) (fun=> theta) tt).
rewrite KV; congr (_ - _).
by apply: eq_bigr => i _; rewrite /member_error -sqrrN opprB.
Qed.

(* The crowd-beats-average law.                                                *)
Theorem crowd_beats_average (R : realFieldType) (I : finType) (s : I -> R)
    (theta : R) :
  (0 < #|I|)%N -> collective_error s theta <= average_error s theta.
Proof.
by move=> I0; rewrite diversity_prediction // ler_subl_addr ler_addl diversity_ge0.
Qed.

(* ... with equality only if all individuals predict the same.                 *)
Theorem crowd_equals_average (R : realFieldType) (I : finType) (s : I -> R)
    (theta : R) :
  (0 < #|I|)%N ->
  collective_error s theta = average_error s theta <-> (forall i j, s i = s j).
Proof.
move=> I0; have N0 : #|I|%:R != 0 :> R by rewrite pnatr_eq0 -lt0n.
rewrite (diversity_prediction s theta I0); split=> [e | same].
  have {e} d0 : diversity s = 0 by rewrite -[RHS](subrr (average_error s theta)) -{2}e subKr.
  suff c i : s i = average s by move=> i j; rewrite !c.
  move: d0 => /eqP; rewrite mulf_eq0 invr_eq0 (negPf N0) orbF psumr_eq0.
    by move=> /allP /(_ i (mem_index_enum _)) /=; rewrite sqrf_eq0 subr_eq0 => /eqP.
  by move=> j _; exact: sqr_ge0.
suff -> : diversity s = 0 by rewrite subr0.
rewrite /diversity /average big1 ?mul0r // => i _.
under eq_bigr do rewrite (same _ i).
by rewrite sumr_const -[X in X / _]mulr_natr mulfK // subrr expr0n.
Qed.
