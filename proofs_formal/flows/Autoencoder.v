(******************************************************************************)
(* Wasserstein auto-encoders on finite sets X (data), Z (codes), Y (outputs):  *)
(* the optimal cost between the data and the decoded prior is the least        *)
(* reconstruction cost of an encoder whose aggregated codes have the law of    *)
(* the prior.  Any cost, any ordered field, no axiom.                          *)
(*                                                                             *)
(* An encoder is a joint law Q of data and codes, Q x z = a x * Q(z | x): a    *)
(* coupling of the data a and of its aggregated codes.                         *)
(*                                                                             *)
(* Published counterpart: Tolstikhin, Bousquet, Gelly and Schoelkopf,          *)
(* Wasserstein auto-encoders, Theorem 1.  What differs: finite sets, so that   *)
(* no disintegration theorem is needed; masses need not be 1; the cost may     *)
(* have any sign; random decoders, encoders with other codes and               *)
(* reconstruction without a constraint are added.                              *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From Companion Require Import Transport.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variables (R : realFieldType) (X Y Z : finType).

(* The decoded prior G_# b.                                                    *)
Definition decoded (G : Z -> Y) (b : Z -> R) : Y -> R :=
  fun y => \sum_(z | G z == y) b z.

(* What a random decoder D z y = P(y | z) makes of the prior.                  *)
Definition output (D : Z -> Y -> R) (b : Z -> R) : Y -> R :=
  fun y => \sum_z b z * D z y.

(* The plan of an encoder, and the encoder of a plan: the mass of an output is *)
(* divided among its codes in proportion to the prior, where 0 / 0 = 0.        *)
Definition decode (G : Z -> Y) (Q : X -> Z -> R) : X -> Y -> R :=
  fun x y => \sum_(z | G z == y) Q x z.
Definition encode (G : Z -> Y) (b : Z -> R) (pi : X -> Y -> R) : X -> Z -> R :=
  fun x z => pi x (G z) * (b z / decoded G b (G z)).

(* What reconstruction through G costs.                                        *)
Definition through (G : Z -> Y) (c : X -> Y -> R) : X -> Z -> R :=
  fun x z => c x (G z).

End Definitions.

Section Deterministic.
Variables (R : realFieldType) (X Y Z : finType).
Implicit Types (G : Z -> Y) (a : X -> R) (b : Z -> R) (c : X -> Y -> R).

(* An encoder with the codes b is a plan to the decoded prior, of equal cost.  *)
Lemma decode_coupling G a b Q :
  coupling a b Q -> coupling a (decoded G b) (decode G Q).
Proof.
case=> Q0 row col; split=> [x y|x|y].
- by apply: sumr_ge0.
- by rewrite -row [RHS](partition_big G predT).
by rewrite /decode exchange_big /=; apply: eq_bigr => z _; rewrite col.
Qed.

Lemma decode_cost G c (Q : X -> Z -> R) :
  cost c (decode G Q) = cost (through G c) Q.
Proof.
apply: eq_bigr => x _; rewrite [RHS](partition_big G predT) //=.
by apply: eq_bigr => y _; rewrite mulr_sumr; apply: eq_bigr => z /eqP <-.
Qed.

Lemma decoded_ge0 G b y : (forall z, 0 <= b z) -> 0 <= decoded G b y.
Proof. by move=> b0; apply: sumr_ge0. Qed.

(* Over the codes of one output the encoder of a plan adds up to the plan:     *)
(* where the decoded prior has no mass, no coupling has any.                   *)
Lemma fibre G a b pi x y : coupling a (decoded G b) pi ->
  \sum_(z | G z == y) encode G b pi x z = pi x y.
Proof.
move=> [p0 _ col].
have -> : \sum_(z | G z == y) encode G b pi x z =
          pi x y * (decoded G b y / decoded G b y).
  rewrite {2}/decoded mulr_suml mulr_sumr.
  by apply: eq_bigr => z /eqP e; rewrite /encode e.
have [e|ne] := eqVneq (decoded G b y) 0; last by rewrite divff ?mulr1.
rewrite e invr0 mulr0 mulr0; apply/esym.
have /eqP := col y; rewrite e psumr_eq0; last by move=> x' _; exact: p0.
by move=> /allP /(_ x (mem_index_enum x)) /eqP.
Qed.

(* The encoder of a plan has the codes of the prior.                           *)
Theorem encode_coupling G a b pi :
  (forall z, 0 <= b z) -> coupling a (decoded G b) pi ->
  coupling a b (encode G b pi).
Proof.
move=> b0 cpl; have [p0 row col] := cpl; split=> [x z|x|z].
- by rewrite mulr_ge0 ?divr_ge0 ?decoded_ge0.
- by rewrite -row (partition_big G predT) //=; apply: eq_bigr => y _; exact: fibre cpl.
rewrite -mulr_suml col.
have [e|ne] := eqVneq (decoded G b (G z)) 0; last by rewrite mulrC divfK.
rewrite e mul0r; have /eqP := e; rewrite psumr_eq0 //.
by move=> /allP /(_ z (mem_index_enum z)); rewrite eqxx /= => /eqP.
Qed.

(* It costs as much as the plan.                                               *)
Theorem encode_cost G c a b pi : coupling a (decoded G b) pi ->
  cost (through G c) (encode G b pi) = cost c pi.
Proof.
move=> cpl; rewrite -decode_cost; apply: eq_bigr => x _; apply: eq_bigr => y _.
by congr (_ * _); exact: fibre cpl.
Qed.

(* Tolstikhin, Bousquet, Gelly and Schoelkopf, Theorem 1, on finite sets.      *)
Theorem wasserstein_autoencoder G c a b w :
  (forall z, 0 <= b z) ->
  is_OT c a (decoded G b) w <-> is_OT (through G c) a b w.
Proof.
move=> b0; split=> -[[p cp <-] low]; split.
- by exists (encode G b p); [exact: encode_coupling|exact: encode_cost cp].
- by move=> Q cQ; rewrite -decode_cost; apply: low; exact: decode_coupling.
- by exists (decode G p); [exact: decode_coupling|exact: decode_cost].
by move=> pi cpi; rewrite -(encode_cost c cpi); apply: low; exact: encode_coupling.
Qed.

(* Reconstruction without a constraint on the codes: if m x is at most every   *)
(* cost of reconstructing x, its mean is at most the optimal cost.             *)
Theorem free_reconstruction G c a b w (m : X -> R) :
  (forall x z, m x <= c x (G z)) ->
  is_OT c a (decoded G b) w -> \sum_x m x * a x <= w.
Proof.
move=> low [[p [p0 row col] <-] _].
apply: ler_sum => x _; rewrite -row mulr_sumr; apply: ler_sum => y _.
case: (pickP (fun z => G z == y)) => [z /eqP <-|none]; first exact: ler_wpmul2r.
have e0 : decoded G b y = 0 by rewrite /decoded big_pred0.
have /eqP := col y; rewrite e0 psumr_eq0; last by move=> x' _; exact: p0.
by move=> /allP /(_ x (mem_index_enum x)) /eqP ->; rewrite !mulr0.
Qed.

End Deterministic.

Section AnyDecoder.
Variables (R : realFieldType) (X Y Z : finType).

(* An encoder with the codes b bounds the cost to what any decoder, random or  *)
(* not, makes of b.                                                            *)
Theorem any_encoder (c : X -> Y -> R) (a : X -> R) (b : Z -> R)
    (Q : X -> Z -> R) (D : Z -> Y -> R) (w : R) :
  coupling a b Q -> (forall z y, 0 <= D z y) -> (forall z, \sum_y D z y = 1) ->
  is_OT c a (output D b) w ->
  w <= \sum_x \sum_z \sum_y Q x z * D z y * c x y.
Proof.
move=> [Q0 row col] D0 D1 [_ low].
have cpl : coupling a (output D b) (fun x y => \sum_z Q x z * D z y).
  split=> [x y|x|y].
  - by apply: sumr_ge0 => z _; apply: mulr_ge0.
  - rewrite exchange_big -row /=; apply: eq_bigr => z _.
    by rewrite -mulr_sumr D1 mulr1.
  by rewrite exchange_big /=; apply: eq_bigr => z _; rewrite -mulr_suml col.
apply: le_trans (low _ cpl) _; rewrite le_eqVlt; apply/orP; left; apply/eqP.
apply: eq_bigr => x _; rewrite exchange_big /=; apply: eq_bigr => y _.
by rewrite mulr_sumr; apply: eq_bigr => z _; rewrite mulrC.
Qed.

End AnyDecoder.

Section Unmatched.
Variables (R : realFieldType) (X Y Z : finType).

(* An encoder with other codes e: reconstruction plus the Lipschitz constant   *)
(* times the transport cost from its codes to the prior, exponent 1.           *)
Theorem unmatched_encoder (d : X -> Y -> R) (dY : Y -> Y -> R) (dZ : Z -> Z -> R)
    (G : Z -> Y) (L : R) (a : X -> R) (e b : Z -> R) (E : X -> Z -> R) (w v : R) :
  (forall x y y', d x y' <= d x y + dY y y') ->
  (forall z z', dY (G z) (G z') <= L * dZ z z') ->
  coupling a e E -> is_OT dZ e b v -> is_OT d a (decoded G b) w ->
  w <= cost (through G d) E + L * v.
Proof.
move=> tri lip cE [[q cq <-] _] [_ low].
have cG := gluing cE cq.
apply: le_trans (low _ (decode_coupling G cG)) _; rewrite decode_cost.
have -> : L * cost dZ q = cost (fun z z' => L * dZ z z') q.
  rewrite /cost mulr_sumr; apply: eq_bigr => z _; rewrite mulr_sumr.
  by apply: eq_bigr => z' _; rewrite mulrA.
apply: glue_cost cE cq _ => x z z'.
by apply: le_trans (tri x (G z) (G z')) _; rewrite ler_add2l.
Qed.

End Unmatched.
