(******************************************************************************)
(* Concrete instances, over the rational numbers, of the theorems of           *)
(* Ensembles.v, and counterexamples to false variants.                         *)
(*   Members and inputs: the two-point set bool.  Weights 1/4, 3/4 (false,     *)
(*   true), input distribution 1/3, 2/3, outputs                               *)
(*       V(false) = (0, 4),  V(true) = (4, 8)  on the inputs (false, true),    *)
(*   targets (1, 9).  Then Vbar = (3, 7), e = (4, 4), E = 4, Ebar = 7, Abar = 3. *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From Companion Require Import Ensembles.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition w (a : bool) : rat := if a then 3%:R / 4%:R else 1 / 4%:R.
Definition p (x : bool) : rat := if x then 2%:R / 3%:R else 1 / 3%:R.
Definition V (a x : bool) : rat :=
  match a, x with
  | false, false => 0 | false, true => 4%:R | true, false => 4%:R | true, true => 8%:R
  end.
Definition y (x : bool) : rat := if x then 9%:R else 1.

Lemma big_boolE (F : bool -> rat) : \sum_x F x = F true + F false.
Proof. exact: big_bool. Qed.
Ltac evaluate :=
  rewrite ?/gen_error ?/mean_gen_error ?/mean_ambiguity ?/over_inputs
    ?/ensemble_error ?/mean_member_error ?/ensemble_ambiguity ?/ambiguity ?/member_error
    ?/ensemble ?/collective_error ?/average_error ?/diversity ?/average ?card_bool;
  do ?[rewrite !big_boolE]; first [by vm_compute | by apply/eqP; vm_compute].

Lemma w_ge0 a : 0 <= w a. Proof. by case: a. Qed.
Lemma p_ge0 x : 0 <= p x. Proof. by case: x. Qed.
Lemma w_sum : \sum_a w a = 1. Proof. evaluate. Qed.

(* krogh_vedelsby: on the input false, 4 = 7 - 3.                              *)
Lemma krogh_vedelsby_instance :
  [/\ ensemble_error w V y false = 4%:R,
      ensemble_error w V y false =
        mean_member_error w V y false - ensemble_ambiguity w V false &
      ensemble_ambiguity w V false = 3%:R].
Proof. by split; [evaluate | exact: krogh_vedelsby w_sum | evaluate]. Qed.

(* The averages: 4 = 7 - 3.                                                    *)
Lemma krogh_vedelsby_average_instance :
  [/\ gen_error w V y p = 4%:R,
      gen_error w V y p = mean_gen_error w V y p - mean_ambiguity w V p &
      mean_ambiguity w V p = 3%:R].
Proof. by split; [evaluate | exact: krogh_vedelsby_average w_sum | evaluate]. Qed.

Lemma ensemble_no_worse_instance :
  gen_error w V y p <= mean_gen_error w V y p /\ mean_gen_error w V y p = 7%:R.
Proof. by split; [exact: ensemble_no_worse w_ge0 w_sum p_ge0 | evaluate]. Qed.

(* A crowd of two that predicts 1 and 5 where the truth is 4: 1 = 5 - 4.       *)
Definition s (i : bool) : rat := if i then 5%:R else 1.
Lemma crowd : (0 < #|{: bool}|)%N. Proof. by rewrite card_bool. Qed.

Lemma diversity_prediction_instance :
  [/\ collective_error s 4%:R = 1,
      collective_error s 4%:R = average_error s 4%:R - diversity s &
      diversity s = 4%:R].
Proof. by split; [evaluate | exact: diversity_prediction crowd | evaluate]. Qed.

Lemma crowd_beats_average_instance :
  collective_error s 4%:R <= average_error s 4%:R /\ average_error s 4%:R = 5%:R.
Proof. by split; [exact: crowd_beats_average crowd | evaluate]. Qed.

(* 1 and 5 differ, so here the crowd is strictly better; with equal            *)
(* predictions it is not.                                                      *)
Lemma crowd_equals_average_instance :
  collective_error s 4%:R != average_error s 4%:R /\
  collective_error (fun _ : bool => 1 : rat) 4%:R = average_error (fun _ : bool => 1) 4%:R.
Proof.
split; last by apply/(crowd_equals_average _ _ crowd).
by apply/eqP => /(crowd_equals_average _ _ crowd) /(_ true false).
Qed.

(* -- false variants ----------------------------------------------------------- *)

(* Weights that do not add up to 1.                                            *)
Lemma not_krogh_vedelsby_any_weights :
  ~ (forall (w : bool -> rat) (V : bool -> bool -> rat) (y : bool -> rat) x,
       ensemble_error w V y x = mean_member_error w V y x - ensemble_ambiguity w V x).
Proof. by move=> /(_ (fun=> 1) V y false) /eqP; apply/negP; evaluate. Qed.
Lemma not_krogh_vedelsby_average_any_weights :
  ~ (forall (w : bool -> rat) (V : bool -> bool -> rat) (y p : bool -> rat),
       gen_error w V y p = mean_gen_error w V y p - mean_ambiguity w V p).
Proof. by move=> /(_ (fun=> 1) V y p) /eqP; apply/negP; evaluate. Qed.

(* The wrong sign.                                                             *)
Lemma not_krogh_vedelsby_plus :
  ~ (ensemble_error w V y false =
       mean_member_error w V y false + ensemble_ambiguity w V false).
Proof. by apply/eqP; evaluate. Qed.
Lemma not_krogh_vedelsby_average_plus :
  ~ (gen_error w V y p = mean_gen_error w V y p + mean_ambiguity w V p).
Proof. by apply/eqP; evaluate. Qed.

(* With weights 2 and -1 an ensemble can be worse than the members' mean.      *)
Lemma not_ensemble_no_worse_any_weights :
  ~ (forall (w : bool -> rat) (V : bool -> bool -> rat) (y p : bool -> rat),
       \sum_a w a = 1 -> (forall x, 0 <= p x) ->
       gen_error w V y p <= mean_gen_error w V y p).
Proof.
pose u (a : bool) : rat := if a then 2%:R else - 1.
have u1 : \sum_a u a = 1 by evaluate.
by move=> /(_ u V y p u1 p_ge0); apply/negP; evaluate.
Qed.
Lemma not_ensemble_no_worse_strict :
  ~ (forall (V : bool -> bool -> rat) (y p : bool -> rat), (forall x, 0 <= p x) ->
       gen_error w V y p < mean_gen_error w V y p).
Proof. by move=> /(_ V y (fun=> 0) (fun=> lexx _)); apply/negP; evaluate. Qed.

(* An empty crowd has the collective error theta^2 and the average error 0.    *)
Lemma not_crowd_empty (s : void -> rat) :
  ~ (collective_error s 1 <= average_error s 1).
Proof.
by rewrite /collective_error /average_error /average card_void !big1 => [|[]|[]].
Qed.

(* The wrong sign, and strict inequality for a crowd that agrees.              *)
Lemma not_diversity_prediction_plus :
  ~ (collective_error s 4%:R = average_error s 4%:R + diversity s).
Proof. by apply/eqP; evaluate. Qed.
Lemma not_crowd_beats_strictly :
  ~ (forall (s : bool -> rat) theta, collective_error s theta < average_error s theta).
Proof. by move=> /(_ (fun=> 1) 0); apply/negP; evaluate. Qed.

(* Equality does not need a crowd that is right, nor errors of equal size.     *)
Lemma not_crowd_equals_average_if_right :
  ~ (collective_error (fun _ : bool => 1 : rat) 4%:R = average_error (fun _ : bool => 1) 4%:R
       <-> (forall i : bool, (fun=> 1 : rat) i = 4%:R)).
Proof.
have [_ e] := crowd_equals_average_instance.
by case=> + _ => /(_ e true) /eqP; apply/negP; vm_compute.
Qed.
