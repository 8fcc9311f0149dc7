(* The hypotheses of EnergyBalance.v can be met: the Haar bank and the analytic bank over the algebraic numbers.  LP <= 1 is not enough for
   the balance, the real condition is not enough for complex signals, and LP = 1 is not enough for the last term to tend to 0. *)
From mathcomp Require Import all_ssreflect all_algebra all_field.
From Companion Require Import Network Fourier FourierWitness EnergyBalance.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* The balance of the Haar bank, for every N >= 2, every depth and every signal. *)
Theorem haar_balance (n : nat) (M : nat) (f : signal algC (cyclic n.+1)) (b := haar [numClosedFieldType of algC] n) :
  normsq f = \sum_(m < M) \sum_(q : path (scattering b) m) normsq (Phi q f) + \sum_(q : path (scattering b) M) normsq (U q f).
Proof.
have [z [zP lp _ _]] := haar_witness n.
exact: (energy_balance M f zP lp).
Qed.

(* The hypotheses of both theorems hold for a primitive root of unity, a bank and a real signal that is not 0. *)
Theorem balance_witness (n : nat) : exists z : algC,
  [/\ n.+2.-primitive_root z, forall k, LP z (haar _ n) k = 1, forall k, LP_real z (haar _ n) k = 1
    & real_signal (delta [numClosedFieldType of algC] (one n)) /\ normsq (delta [numClosedFieldType of algC] (one n)) = 1].
Proof.
have [z [zP lp lpr _]] := haar_witness n.
exists z; split=> //; split=> [x|]; first by rewrite ffunE realn.
rewrite /normsq (bigD1 (one n)) //= ffunE eqxx normr1 expr1n big1 ?addr0 // => x /negbTE xn.
by rewrite ffunE xn normr0 expr0n.
Qed.

(* A bank of zeros has LP = 0 <= 1 and loses everything. *)
Lemma not_balance_below_one (C : numClosedFieldType) (n : nat) (z : C) :
  ~ (forall (b : bank C n.+1) (M : nat) (f : signal C (cyclic n.+1)), (forall k, LP z b k <= 1) ->
  normsq f = \sum_(m < M) \sum_(q : path (scattering b) m) normsq (Phi q f) + \sum_(q : path (scattering b) M) normsq (U q f)).
Proof.
pose b := @Bank C n.+1 unit_finType (fun=> 0) 0.
have zero u : conv (0 : signal C (cyclic n.+1)) u = 0.
  by apply/ffunP => x; rewrite !ffunE big1 // => y _; rewrite ffunE mulr0.
move=> /(_ b 1%N (delta C (one n))); rewrite big_ord1 sum_empty_path sum_paths sum_empty_path sum_unit /Phi /= zero.
have n0 : normsq (0 : signal C (cyclic n.+1)) = 0 by rewrite /normsq big1 // => x _; rewrite ffunE normr0 expr0n.
rewrite normsq_modulus n0 addr0 => e.
have lp k : LP z b k <= 1 by rewrite /LP sum_unit raddf0 ffunE normr0 expr0n addr0 ler01.
have /eqP := e lp; rewrite psumr_eq0 => [/allP /(_ (one n) (mem_index_enum _))|x _]; last by rewrite exprn_ge0.
by rewrite ffunE eqxx normr1 expr1n oner_eq0.
Qed.

(* The all-pass wavelet, without an average, has LP = 1 and shows nothing at any depth. *)
Lemma not_decay (C : numClosedFieldType) (n : nat) (z : C) (M : nat) (f : signal C (cyclic n.+1))
    (b := @Bank C n.+1 unit_finType (fun=> delta C ord0) 0) : n.+2.-primitive_root z ->
  (forall k, LP z b k = 1) /\ \sum_(q : path (scattering b) M) normsq (U q f) = normsq f.
Proof.
move=> zP; have lp k : LP z b k = 1.
  by rewrite /LP sum_unit raddf0 dft_delta muln0 expr0 rmorph1 ffunE normr0 normr1 expr0n expr1n add0r.
split=> //; rewrite [RHS](energy_balance M f zP lp) [X in _ = X + _]big1 ?add0r // => m _; rewrite big1 // => q _.
rewrite /normsq big1 // => x _; rewrite /Phi /= ffunE big1 ?normr0 ?expr0n // => y _.
by rewrite ffunE mulr0.
Qed.
