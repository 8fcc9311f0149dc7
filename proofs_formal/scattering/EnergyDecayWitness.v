(* The hypotheses of EnergyDecay.v can be met: the Haar bank over the algebraic numbers.  No larger share than 2/N, nor one more layer in
   the exponent, is true; numbers that do not sum to 0, wavelets that see a constant, and a grid of one point are not covered. *)
From mathcomp Require Import all_ssreflect all_algebra all_field.
From Companion Require Import Network Fourier FourierWitness EnergyBalance EnergyBalanceWitness EnergyDecay.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma haar_mean_zero (C : numClosedFieldType) (n : nat) l : \sum_x psi (haar C n) l x = 0.
Proof. by rewrite -[LHS](dft0 (1 : C)) dft_high expr0 rmorph1 subrr mulr0. Qed.

(* A primitive root, a bank and a real signal that is not 0, on every grid of at least two points. *)
Theorem decay_witness (n : nat) : exists z : algC,
  [/\ n.+2.-primitive_root z, forall k, LP_real z (haar _ n) k = 1, forall l, \sum_x psi (haar [numClosedFieldType of algC] n) l x = 0
    & real_signal (delta [numClosedFieldType of algC] (one n)) /\ normsq (delta [numClosedFieldType of algC] (one n)) = 1].
Proof.
have [z [zP _ lpr signal]] := balance_witness n.
by exists z; split=> //; exact: haar_mean_zero.
Qed.

(* 1 and -1: both sides are 4. *)
Lemma zero_sum_attained (F : numDomainType) (y := [ffun i : bool => if i then 1 else -1] : signal F [finType of bool]) :
  \sum_i y i = 0 /\ 2%:R * normsq y = (\sum_i `|y i|) ^+ 2.
Proof. by rewrite /normsq !big_bool !ffunE /= subrr normrN normr1 expr1n -[1 + 1]/(2%:R) -natrM -natrX. Qed.

Lemma not_zero_sum_3 (F : numDomainType) : ~ (forall (I : finType) (y : signal F I), \sum_i y i = 0 ->
  3%:R * normsq y <= (\sum_i `|y i|) ^+ 2).
Proof.
move=> /(_ [finType of bool] [ffun i : bool => if i then 1 else -1]).
rewrite /normsq !big_bool !ffunE /= subrr normrN normr1 expr1n => /(_ erefl).
by rewrite -[1 + 1]/(2%:R) -natrM -natrX ler_nat.
Qed.

Lemma not_zero_sum_any (F : numDomainType) : ~ (forall (I : finType) (y : signal F I), 2%:R * normsq y <= (\sum_i `|y i|) ^+ 2).
Proof.
move=> /(_ [finType of bool] [ffun i : bool => if i then 1 else 0]).
rewrite /normsq !big_bool !ffunE /= normr0 normr1 expr0n !addr0 expr1n mulr1.
by rewrite -[1]/(1%:R) ler_nat.
Qed.

(* A wavelet that passes everything: the energy of all layers is that of the signal. *)
Lemma not_decay_any_wavelet (C : numClosedFieldType) (n : nat) (z : C) : n.+2.-primitive_root z ->
  ~ (forall (b : bank C n.+1) (m : nat) (f : signal C (cyclic n.+1)), (forall k, LP_real z b k = 1) ->
  \sum_(q : path (scattering b) m.+2) normsq (U q f)
    <= (1 - 2%:R / n.+2%:R) * \sum_(q : path (scattering b) m.+1) normsq (U q f)).
Proof.
move=> zP; set b := @Bank C n.+1 unit_finType (fun=> delta C ord0) 0 => /(_ b 0%N (delta C (one n))).
have lp k : LP_real z b k = 1.
  rewrite /LP_real sum_unit raddf0 ffunE normr0 expr0n add0r !dft_delta !muln0 expr0 rmorph1 normr1 expr1n.
  by rewrite -mulr2n -[1 *+ 2]mulr_natl mulr1 mulVf ?pnatr_eq0.
move=> /(_ lp); rewrite (not_decay 2 _ zP).2 (not_decay 1 _ zP).2.
have -> : normsq (delta C (one n)) = 1.
  by rewrite /normsq (bigD1 (one n)) //= ffunE eqxx normr1 expr1n big1 ?addr0 // => x /negbTE xn; rewrite ffunE xn normr0 expr0n.
rewrite mulr1 -subr_ge0 addrAC subrr add0r oppr_ge0 => le0.
have pos : 0 < 2%:R / n.+2%:R :> C by rewrite divr_gt0 ?ltr0Sn.
by have := lt_le_trans pos le0; rewrite ltxx.
Qed.

Section TwoPoints.
Variables (C : numClosedFieldType) (z : C).
Hypothesis zP : 2.-primitive_root z.
Notation h := (haar C 0).
Notation d := (delta C (0 : 'I_2)).

Lemma d_real : real_signal d.
Proof. by move=> x; rewrite ffunE realn. Qed.

(* On two points the first layer of an impulse is not 0. *)
Lemma first_layer : 0 < \sum_(q : path (scattering h) 1) normsq (U q d).
Proof.
rewrite sum_paths sum_empty_path sum_unit /= normsq_modulus.
have -> : conv (psi h tt) d = psi h tt.
  apply/ffunP => x; rewrite ffunE (bigD1 0) //= ffunE eqxx mul1r subr0 big1 ?addr0 // => y /negbTE y0.
  by rewrite ffunE y0 mul0r.
rewrite /normsq (bigD1 0) //= ltr_paddr ?sumr_ge0 // => [x _|]; first by rewrite exprn_ge0.
rewrite exprn_gt0 // normr_gt0 ffunE /GRing.scale /= mulf_neq0 ?invr_eq0 ?pnatr_eq0 //.
by rewrite sub_at !ffunE eqxx subr0 oner_eq0.
Qed.

Lemma not_decay_3 : ~ (forall (b : bank C 1) (m : nat) (f : signal C (cyclic 1)), (forall k, LP_real z b k = 1) ->
  (forall l, \sum_x psi b l x = 0) ->
  \sum_(q : path (scattering b) m.+2) normsq (U q f) <= (1 - 3%:R / 2%:R) * \sum_(q : path (scattering b) m.+1) normsq (U q f)).
Proof.
move=> /(_ h 0%N d (haar_LP_real zP) (@haar_mean_zero C 0)) le.
have rate : 1 - 3%:R / 2%:R < 0 :> C by rewrite subr_lt0 ltr_pdivl_mulr ?ltr0Sn // mul1r ltr_nat.
have ge0 : 0 <= \sum_(q : path (scattering h) 2) normsq (U q d) by rewrite sumr_ge0 // => q _; exact: normsq_ge0.
by have := le_trans ge0 le; rewrite nmulr_rge0 // (lt_geF first_layer).
Qed.

Lemma not_residual_deeper : ~ (forall (b : bank C 1) (M : nat) (f : signal C (cyclic 1)), real_signal f -> (forall k, LP_real z b k = 1) ->
  (forall l, \sum_x psi b l x = 0) ->
  normsq f - \sum_(m < M.+1) \sum_(q : path (scattering b) m) normsq (Phi q f) <= (1 - 2%:R / 2%:R) ^+ M.+1 * normsq f).
Proof.
move=> /(_ h 0%N d d_real (haar_LP_real zP) (@haar_mean_zero C 0)).
rewrite {1}(energy_balance_real 1 zP d_real (haar_LP_real zP)) addrC addKr divff ?pnatr_eq0 // subrr expr1 mul0r => le.
by have := lt_le_trans first_layer le; rewrite ltxx.
Qed.
End TwoPoints.

(* On one point the rate is -1: a bank without wavelets shows all in order 0. *)
Lemma not_residual_one_point (C : numClosedFieldType) (b := @Bank C 0 [finType of void] (fun=> 0) [ffun=> 1])
    (f := [ffun=> 1] : signal C (cyclic 0)) :
  (forall k, LP_real 1 b k = 1) /\
  ~ (normsq f - \sum_(m < 2) \sum_(q : path (scattering b) m) normsq (Phi q f) <= (1 - 2%:R / 1%:R) ^+ 1 * normsq f).
Proof.
have void0 (G : [finType of void] -> C) : \sum_l G l = 0 by rewrite big1 // => -[].
have one_of (G : 'I_1 -> C) : \sum_x G x = G ord0 by rewrite big_ord1.
split=> [k|]; first by rewrite /LP_real void0 mulr0 addr0 ffunE one_of !ffunE expr1n rmorph1 mulr1 normr1 expr1n.
rewrite big_ord_recr big_ord1 sum_empty_path sum_paths sum_empty_path /= [\sum_l _]void0 addr0.
have -> : Phi (tt : path (scattering b) 0) f = f.
  by apply/ffunP => x; rewrite /Phi /= !ffunE one_of !ffunE mulr1.
have -> : normsq f = 1 by rewrite /normsq one_of ffunE normr1 expr1n.
by rewrite subrr expr1 divr1 mulr1 subr_ge0 -[X in _ <= X]/(1%:R) ler_nat.
Qed.
