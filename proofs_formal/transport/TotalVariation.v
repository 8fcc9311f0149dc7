(******************************************************************************)
(* Total variation, its comparison with W_1, and data processing, for measures *)
(* on finite sets, over every ordered field, without axioms.                   *)
(*                                                                             *)
(*   tv mu nu = (1/2) sum_x |mu x - nu x|.                                     *)
(*                                                                             *)
(* `tv_events`      TV is the greatest difference over events;                 *)
(* `tv_is_OT`       TV = min P(X <> Y) over couplings (maximal coupling);      *)
(* `W1_tv`          d_min TV <= W_1 <= diam TV;                                *)
(* `data_processing_W1`  W_1(T#mu, T#nu) <= L W_1(mu, nu), T L-Lipschitz;      *)
(* `kernel_contraction_W1`  W_1(mu K, nu K) <= kappa W_1(mu, nu) when          *)
(*                  W_1(K x, K x') <= kappa d(x, x') for all x, x';            *)
(* `data_processing_tv`  TV(mu K, nu K) <= TV(mu, nu) for a Markov kernel K.   *)
(*                                                                             *)
(* Published counterparts: Levin, Peres, Wilmer, Markov Chains and Mixing      *)
(* Times, Prop. 4.2, Prop. 4.7 (coupling) and Exercise 4.2; Gibbs and Su, On   *)
(* choosing and bounding probability metrics, Theorem 4; Villani, Optimal      *)
(* Transport Old and New, Theorem 6.15; Ollivier, Ricci curvature of Markov    *)
(* chains on metric spaces, Prop. 20 (contraction).                            *)
(* What differs: finite sets; nonnegative weights of any common mass instead   *)
(* of mass 1; d need not be a metric where the premises do not say so.         *)
(******************************************************************************)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From Companion Require Import Transport LinearProgramming Duality.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* Total variation distance.                                                   *)
Definition tv (R : realFieldType) (X : finType) (mu nu : X -> R) : R :=
  (\sum_x `|mu x - nu x|) / 2%:R.

(* The image measure T#mu, and the image (T x T)#pi of a plan.                 *)
Definition push (R : realFieldType) (X Y : finType) (T : X -> Y) (mu : X -> R)
    (y : Y) : R :=
  \sum_(x | T x == y) mu x.
Definition push2 (R : realFieldType) (X Y : finType) (T : X -> Y)
    (pi : X -> X -> R) (y y' : Y) : R :=
  \sum_(x | T x == y) \sum_(x' | T x' == y') pi x x'.

(* K is a Markov kernel from X to Y; mu K is the law of Y when X has law mu.   *)
Definition markov (R : realFieldType) (X Y : finType) (K : X -> Y -> R) : Prop :=
  (forall x y, 0 <= K x y) /\ (forall x, \sum_y K x y = 1).
Definition after (R : realFieldType) (X Y : finType) (mu : X -> R)
    (K : X -> Y -> R) (y : Y) : R :=
  \sum_x mu x * K x y.

(* The cost 1(x <> y): the transport cost is then P(X <> Y).                   *)
Definition neq_cost (R : realFieldType) (X : finType) (x y : X) : R :=
  (x != y)%:R.

(* -- the positive and the negative part of mu - nu --------------------------- *)

Section Parts.
Variables (R : realFieldType) (X : finType) (mu nu : X -> R).
Hypotheses (m0 : forall x, 0 <= mu x) (n0 : forall x, 0 <= nu x).
Hypothesis mass : \sum_x mu x = \sum_x nu x.

Let p x := (`|mu x - nu x| + (mu x - nu x)) / 2%:R.
Let q x := (`|mu x - nu x| - (mu x - nu x)) / 2%:R.
Let s := tv mu nu.
Let two : 2%:R != 0 :> R. Proof. by rewrite pnatr_eq0. Qed.
Let half0 : 0 <= 2%:R^-1 :> R. Proof. by rewrite invr_ge0 ler0n. Qed.

Lemma part_p0 x : 0 <= p x.
Proof. by apply: mulr_ge0 => //; rewrite -ler_subl_addr sub0r ler_normr lexx orbT. Qed.
Lemma part_q0 x : 0 <= q x.
Proof. by apply: mulr_ge0 => //; rewrite subr_ge0 ler_norm. Qed.
Lemma part_diff x : p x - q x = mu x - nu x.
Proof.
rewrite /p /q -mulrBl; set a := mu x - nu x.
by rewrite opprD opprK addrACA subrr add0r -mulr2n -mulr_natr mulfK.
Qed.
Lemma part_sum x : p x + q x = `|mu x - nu x|.
Proof. by rewrite /p /q -mulrDl addrACA subrr addr0 -mulr2n -mulr_natr mulfK. Qed.

Lemma part_p_le x : p x <= mu x.
Proof.
rewrite /p ler_pdivr_mulr ?ltr0n // mulr_natr mulr2n.
have -> : mu x + mu x = (mu x + nu x) + (mu x - nu x) by ring.
rewrite ler_add2r; apply: le_trans (ler_norm_sub _ _) _.
by rewrite !ger0_norm.
Qed.

Lemma sum_p : \sum_x p x = s.
Proof.
rewrite -mulr_suml big_split /= sumrB mass subrr addr0 //.
Qed.
Lemma sum_q : \sum_x q x = s.
Proof.
rewrite -mulr_suml big_split /= sumrN sumrB mass subrr oppr0 addr0 //.
Qed.

Lemma excess_ge0 x y : 0 <= p x * q y / s.
Proof.
apply: divr_ge0; first exact: mulr_ge0 (part_p0 x) (part_q0 y).
by rewrite -sum_p; apply: sumr_ge0 => z _; exact: part_p0.
Qed.

(* The maximal coupling: keep min(mu, nu) in place, send the excess p to q.    *)
Definition maximal x y := (mu x - p x) *+ (x == y) + p x * q y / s.

Lemma maximal_coupling : coupling mu nu maximal.
Proof.
have nul (w : X -> R) x : (forall x, 0 <= w x) -> \sum_x w x = 0 -> w x = 0.
  move=> w0 /eqP; rewrite psumr_eq0 => [/allP /(_ x (mem_index_enum _))/eqP //|//].
split=> [x y|x|y].
- apply: addr_ge0; last exact: excess_ge0.
  by rewrite mulrn_wge0 // subr_ge0 part_p_le.
- rewrite big_split /= (bigD1 x) //= eqxx mulr1n big1 ?addr0 => [|y]; last first.
    by rewrite eq_sym => /negbTE ->.
  rewrite -mulr_suml -mulr_sumr sum_q.
  have [e|ne] := eqVneq s 0; last by rewrite mulfK // subrK.
  by rewrite (nul p x part_p0) ?sum_p // mul0r mul0r subr0 addr0.
- rewrite big_split /= (bigD1 y) //= eqxx mulr1n big1 ?addr0 => [|x]; last first.
    by move=> /negbTE ->.
  rewrite -mulr_suml -mulr_suml sum_p.
  have -> : mu y - p y = nu y - q y.
    by rewrite -[nu y](subKr (mu y)) -part_diff opprD opprK addrA addrK.
  have [e|ne] := eqVneq s 0; last by rewrite mulrC mulKf // subrK.
  by rewrite (nul q y part_q0) ?sum_q // mulr0 mul0r subr0 addr0.
Qed.

Lemma maximal_cost (d : X -> X -> R) (D : R) :
  (forall x, d x x = 0) -> (forall x y, d x y <= D) ->
  cost d maximal <= D * s.
Proof.
move=> d0 dD; rewrite /cost /maximal.
have -> : D * s = \sum_x \sum_y D * (p x * q y / s).
  under eq_bigr do rewrite -mulr_sumr -mulr_suml -mulr_sumr sum_q.
  rewrite -mulr_sumr -mulr_suml -mulr_suml sum_p.
  by have [->|ne] := eqVneq s 0; [rewrite !(mul0r, mulr0) | rewrite mulfK].
apply: ler_sum => x _; apply: ler_sum => y _; rewrite mulrDr.
have -> : d x y * ((mu x - p x) *+ (x == y)) = 0.
  by have [<-|_] := eqVneq x y; rewrite ?d0 ?mul0r ?mulr0n ?mulr0.
by rewrite add0r; apply: ler_wpmul2r; [exact: excess_ge0 | exact: dD].
Qed.

(* TV is the difference on the event {nu <= mu}.                               *)
Lemma tv_event_attained : \sum_(x | nu x <= mu x) (mu x - nu x) = s.
Proof.
rewrite -sum_p [RHS](bigID (fun x => nu x <= mu x)) /=.
rewrite [X in _ = _ + X]big1 ?addr0 => [|x /= nle].
  apply: eq_bigr => x le; rewrite /p ger0_norm ?subr_ge0 //.
  by rewrite mulrDl -splitr.
by rewrite /p ler0_norm ?addNr ?mul0r // subr_le0 ltW // ltNge.
Qed.

Lemma tv_event_le (A : {set X}) : \sum_(x in A) (mu x - nu x) <= s.
Proof.
rewrite -sum_p [X in _ <= X](bigID (mem A)) /=.
rewrite -[X in X <= _]addr0; apply: ler_add; last first.
  by apply: sumr_ge0 => x _; exact: part_p0.
by apply: ler_sum => x _; rewrite -part_diff ler_subl_addr ler_addl part_q0.
Qed.
End Parts.

Lemma tv_sym (R : realFieldType) (X : finType) (mu nu : X -> R) :
  tv mu nu = tv nu mu.
Proof. by rewrite /tv; under eq_bigr do rewrite distrC. Qed.

(* TV = max over events A of |mu(A) - nu(A)|, and the maximum is attained.     *)
Theorem tv_events (R : realFieldType) (X : finType) (mu nu : X -> R) :
  \sum_x mu x = \sum_x nu x ->
  (forall A : {set X},
     `|\sum_(x in A) mu x - \sum_(x in A) nu x| <= tv mu nu) /\
  (exists A : {set X},
     \sum_(x in A) mu x - \sum_(x in A) nu x = tv mu nu).
Proof.
move=> mass; split=> [A|].
  rewrite -sumrB ler_norml ler_oppl -sumrN.
  under eq_bigr do rewrite opprB; rewrite {1}tv_sym.
  by rewrite !tv_event_le.
exists [set x | nu x <= mu x]; rewrite -sumrB -(tv_event_attained mass).
by apply: eq_bigl => x; rewrite inE.
Qed.

(* Every coupling has P(X <> Y) >= TV: the potentials are (sgn(mu - nu)/2,     *)
(* -sgn(mu - nu)/2).                                                           *)
Lemma tv_le_neq (R : realFieldType) (X : finType) (mu nu : X -> R)
    (pi : X -> X -> R) :
  coupling mu nu pi -> tv mu nu <= cost (@neq_cost R X) pi.
Proof.
move=> cpl; pose f x : R := Num.sg (mu x - nu x) / 2%:R.
have half0 : 0 <= 2%:R^-1 :> R by rewrite invr_ge0 ler0n.
have fle x : `|f x| <= 2%:R^-1.
  by rewrite normrM normr_sg (ger0_norm half0) ler_pimull // lern1 leq_b1.
have fgc x y : f x + - f y <= neq_cost R x y.
  rewrite /neq_cost; have [->|_] := eqVneq x y; first by rewrite subrr.
  rewrite (le_trans (ler_norm _)) // (le_trans (ler_norm_sub _ _)) //.
  by rewrite (le_trans (ler_add (fle _) (fle _))) // -[2%:R^-1]mul1r -splitr.
have := weak_duality (g := fun y => - f y) cpl fgc; congr (_ <= _).
rewrite /dual -big_split /tv mulr_suml; apply: eq_bigr => x _ /=.
by rewrite mulNr -mulrBr /f mulrAC -normrEsg.
Qed.

(* The coupling inequality and the maximal coupling: TV = min P(X <> Y).       *)
Theorem tv_is_OT (R : realFieldType) (X : finType) (mu nu : X -> R) :
  (forall x, 0 <= mu x) -> (forall x, 0 <= nu x) -> \sum_x mu x = \sum_x nu x ->
  is_OT (@neq_cost R X) mu nu (tv mu nu).
Proof.
move=> m0 n0 mass; have cm := maximal_coupling m0 n0 mass.
split; last by move=> pi; exact: tv_le_neq.
exists (maximal mu nu) => //; apply/eqP; rewrite eq_le tv_le_neq // andbT.
rewrite -[X in _ <= X]mul1r; apply: maximal_cost => // [x|x y].
  by rewrite /neq_cost eqxx.
by rewrite lern1 leq_b1.
Qed.

(* A coupling that costs at most diam * TV.                                    *)
Theorem W1_le_diam_tv (R : realFieldType) (X : finType) (d : X -> X -> R)
    (mu nu : X -> R) (diam : R) :
  (forall x, 0 <= mu x) -> (forall x, 0 <= nu x) -> \sum_x mu x = \sum_x nu x ->
  (forall x, d x x = 0) -> (forall x y, d x y <= diam) ->
  exists2 pi, coupling mu nu pi & cost d pi <= diam * tv mu nu.
Proof.
move=> m0 n0 mass d0 dD; exists (maximal mu nu); first exact: maximal_coupling.
exact: maximal_cost.
Qed.

(* Every coupling costs at least d_min * TV.                                   *)
Theorem dmin_tv_le_W1 (R : realFieldType) (X : finType) (d : X -> X -> R)
    (mu nu : X -> R) (pi : X -> X -> R) (dmin : R) :
  0 <= dmin -> (forall x, d x x = 0) ->
  (forall x y, x != y -> dmin <= d x y) ->
  coupling mu nu pi -> dmin * tv mu nu <= cost d pi.
Proof.
move=> dm0 d0 dm cpl; apply: le_trans (ler_wpmul2l dm0 (tv_le_neq cpl)) _.
have -> : dmin * cost (@neq_cost R X) pi
        = cost (fun x y => dmin * neq_cost R x y) pi.
  rewrite /cost mulr_sumr; apply: eq_bigr => x _; rewrite mulr_sumr.
  by apply: eq_bigr => y _; rewrite mulrA.
apply: (cost_le cpl) => x y; rewrite /neq_cost.
by have [<-|/dm] := eqVneq x y; rewrite ?d0 ?mulr0 ?mulr1.
Qed.

(* Both together: d_min TV <= W_1 <= diam TV.                                  *)
Theorem W1_tv (R : realFieldType) (X : finType) (d : X -> X -> R)
    (mu nu : X -> R) (dmin diam w : R) :
  0 <= dmin -> (forall x, d x x = 0) ->
  (forall x y, x != y -> dmin <= d x y) -> (forall x y, d x y <= diam) ->
  is_OT d mu nu w ->
  dmin * tv mu nu <= w <= diam * tv mu nu.
Proof.
move=> dm0 d0 dm dD [[pi cpl <-] least].
rewrite (dmin_tv_le_W1 dm0 d0 dm cpl) /=.
have m0 := coupling_fst_ge0 cpl; have n0 := coupling_fst_ge0 (coupling_sym cpl).
have [pi' cpl' le'] := W1_le_diam_tv m0 n0 (coupling_mass cpl) d0 dD.
exact: le_trans (least _ cpl') le'.
Qed.

(* -- data processing --------------------------------------------------------- *)

(* The image of a coupling couples the images ...                              *)
Theorem push_coupling (R : realFieldType) (X Y : finType) (T : X -> Y)
    (mu nu : X -> R) (pi : X -> X -> R) :
  coupling mu nu pi -> coupling (push T mu) (push T nu) (push2 T pi).
Proof.
case=> p0 p1 p2; split=> [y y'|y|y'].
- by apply: sumr_ge0 => x _; apply: sumr_ge0.
- rewrite exchange_big /=; apply: eq_bigr => x _.
  by rewrite -p1 (partition_big T xpredT).
- rewrite /push2 /push; under eq_bigr do rewrite exchange_big /=.
  rewrite exchange_big /=; apply: eq_bigr => x' _.
  by rewrite -p2 (partition_big T xpredT).
Qed.

(* ... and its cost is the cost of the coupling for the pulled-back cost.      *)
Lemma push_cost (R : realFieldType) (X Y : finType) (T : X -> Y)
    (e : Y -> Y -> R) (pi : X -> X -> R) :
  cost e (push2 T pi) = cost (fun x x' => e (T x) (T x')) pi.
Proof.
rewrite /cost [RHS](partition_big T xpredT) //=; apply: eq_bigr => y _.
under [RHS]eq_bigr do rewrite (partition_big T xpredT) //=.
rewrite exchange_big /=; apply: eq_bigr => y' _.
rewrite /push2 mulr_sumr; apply: eq_bigr => x /eqP <-.
by rewrite mulr_sumr; apply: eq_bigr => x' /eqP <-.
Qed.

(* An L-Lipschitz map T maps a coupling to one that costs at most L times as   *)
(* much.                                                                       *)
Theorem push_cost_le (R : realFieldType) (X Y : finType) (T : X -> Y)
    (d : X -> X -> R) (e : Y -> Y -> R) (L : R) (mu nu : X -> R)
    (pi : X -> X -> R) :
  (forall x x', e (T x) (T x') <= L * d x x') -> coupling mu nu pi ->
  cost e (push2 T pi) <= L * cost d pi.
Proof.
move=> lip cpl; rewrite push_cost.
have -> : L * cost d pi = cost (fun x x' => L * d x x') pi.
  rewrite /cost mulr_sumr; apply: eq_bigr => x _; rewrite mulr_sumr.
  by apply: eq_bigr => y _; rewrite mulrA.
exact: (cost_le cpl).
Qed.

(* W_1(T#mu, T#nu) <= L W_1(mu, nu).                                           *)
Theorem data_processing_W1 (R : realFieldType) (X Y : finType) (T : X -> Y)
    (d : X -> X -> R) (e : Y -> Y -> R) (L : R) (mu nu : X -> R) (w w' : R) :
  (forall x x', e (T x) (T x') <= L * d x x') ->
  is_OT d mu nu w -> is_OT e (push T mu) (push T nu) w' ->
  w' <= L * w.
Proof.
move=> lip [[pi cpl <-] _] [_ least].
exact: le_trans (least _ (push_coupling T cpl)) (push_cost_le lip cpl).
Qed.

(* TV(mu K, nu K) <= TV(mu, nu) for a Markov kernel K.                         *)
Theorem data_processing_tv (R : realFieldType) (X Y : finType)
    (K : X -> Y -> R) (mu nu : X -> R) :
  markov K -> tv (after mu K) (after nu K) <= tv mu nu.
Proof.
move=> [K0 K1]; apply: ler_wpmul2r; first by rewrite invr_ge0 ler0n.
have -> : \sum_x `|mu x - nu x| = \sum_y \sum_x `|mu x - nu x| * K x y.
  rewrite exchange_big /=; apply: eq_bigr => x _.
  by rewrite -mulr_sumr K1 mulr1.
apply: ler_sum => y _; rewrite /after -sumrB.
apply: le_trans (ler_norm_sum _ _ _) _; apply: ler_sum => x _.
by rewrite -mulrBl normrM (ger0_norm (K0 x y)).
Qed.

(* In particular for a map: TV(T#mu, T#nu) <= TV(mu, nu).                      *)
Corollary data_processing_tv_map (R : realFieldType) (X Y : finType)
    (T : X -> Y) (mu nu : X -> R) :
  tv (push T mu) (push T nu) <= tv mu nu.
Proof.
pose K x y : R := (T x == y)%:R.
have mK : markov K.
  split=> [x y|x]; first exact: ler0n.
  by rewrite (bigD1 (T x)) //= /K eqxx big1 ?addr0 // => y; rewrite eq_sym => /negbTE ->.
have pK w y : push T w y = after w K y.
  rewrite /push /after big_mkcond; apply: eq_bigr => x _ /=.
  by rewrite /K; case: eqP => _; rewrite ?mulr1 ?mulr0.
rewrite {1}/tv; under eq_bigr do rewrite !pK.
exact: data_processing_tv mK.
Qed.

(* Contraction: if W_1(K x, K x') <= kappa d(x, x') for all x, x', then        *)
(* W_1(mu K, nu K) <= kappa W_1(mu, nu).                                       *)
Theorem kernel_contraction_W1 (R : realFieldType) (X Y : finType)
    (d : X -> X -> R) (e : Y -> Y -> R) (K : X -> Y -> R) (kappa : R)
    (mu nu : X -> R) (w w' : R) :
  (forall y, e y y = 0) -> (forall y z, e y z = e z y) ->
  (forall x y z, e x z <= e x y + e y z) ->
  (forall x x', exists2 v, is_OT e (K x) (K x') v & v <= kappa * d x x') ->
  is_OT d mu nu w -> is_OT e (after mu K) (after nu K) w' ->
  w' <= kappa * w.
Proof.
move=> e0 es et step [[pi cpl <-] _] OT'; case: (OT') => [[p cp _] _].
have a0 := coupling_fst_ge0 cp; have b0 := coupling_fst_ge0 (coupling_sym cp).
have /(kantorovich_rubinstein _ e0 es et a0 b0 (coupling_mass cp)) [[f lf <-] _] := OT'.
have swap m : \sum_y f y * after m K y = \sum_x (\sum_y f y * K x y) * m x.
  under eq_bigr do rewrite mulr_sumr; rewrite exchange_big /=.
  apply: eq_bigr => x _; rewrite mulr_suml; apply: eq_bigr => y _.
  by rewrite mulrCA mulrC.
rewrite !swap; pose g x := \sum_y f y * K x y.
have gd x x' : g x + - g x' <= kappa * d x x'.
  have [v [[q cq <-] _] le_v] := step x x'.
  exact: le_trans (lip1_weak lf cq) le_v.
have := weak_duality (g := fun x => - g x) cpl gd.
rewrite /dual; under [X in _ + X <= _]eq_bigr do rewrite mulNr.
rewrite sumrN => /le_trans; apply.
rewrite /cost mulr_sumr; apply: ler_sum => x _; rewrite mulr_sumr.
by apply: ler_sum => y _; rewrite mulrA.
Qed.
