(* The hypotheses of Network.v can be met, with numbers that are not trivial; and what becomes false when they are weakened.

   A network on a grid of two points, exact rationals: every layer multiplies by 2/3 and by 1/3 along its two atoms and by 2/3
   for the output, the non-linearity is the absolute value, the pooling is the identity.  4/9 + 4/9 + 1/9 = 1. *)
From mathcomp Require Import all_ssreflect all_algebra.
From Companion Require Import Network.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Local Notation point := bool_finType.
Local Notation Q := rat_numDomainType.

Definition scaling (I : finType) (a : Q) (f : signal Q I) : signal Q I := [ffun i => a * f i].
Lemma scaling_is_linear (I : finType) a : linear (@scaling I a).
Proof. by move=> c u v; apply/ffunP => i; rewrite !ffunE /GRing.scale /= mulrDr mulrCA. Qed.
Canonical scaling_additive (I : finType) a := Additive (@scaling_is_linear I a).
Canonical scaling_linear (I : finType) a := Linear (@scaling_is_linear I a).

Definition absolute (f : signal Q point) : signal Q point := [ffun i => `|f i|].

(* The layer with output atom [out] and the atoms 2/3, 1/3. *)
Definition example_layer (out : Q) (M : signal Q point -> signal Q point) : module Q point point :=
  @Module Q point point bool_finType (fun l => [linear of @scaling point (if l then 2%:R / 3%:R else 3%:R^-1)])
    [linear of @scaling point out] M id.
Definition example (out : Q) M : module_sequence Q := @ModuleSequence Q (fun=> point) (fun=> example_layer out M).

Lemma normsq_scaling a (f : signal Q point) : normsq (scaling a f) = a ^+ 2 * normsq f.
Proof.
have aR : (a : rat) \is Num.real by exact: num_real.
by rewrite /normsq mulr_sumr; apply: eq_bigr => i _; rewrite ffunE normrM exprMn (real_normK aR).
Qed.

Lemma squares : (2%:R / 3%:R) ^+ 2 + ((2%:R / 3%:R) ^+ 2 + 3%:R^-1 ^+ 2) = 1 :> rat.
Proof. by apply/eqP; vm_compute. Qed.

Lemma absolute_lipschitz : lipschitz absolute 1.
Proof.
move=> u v; rewrite expr1n mul1r; apply: ler_sum => i _; rewrite !ffunE.
by rewrite ler_pexpn2r ?nnegrE ?normr_ge0 // ler_dist_dist.
Qed.

Lemma example_admissible M n : lipschitz M 1 -> admissible (layer (example (2%:R / 3%:R) M) n) 1 1 1.
Proof.
move=> lM; split; [|exact: lM| | |].
- move=> f; rewrite /frame_inequality /= big_bool /= !normsq_scaling -!mulrDl squares.
  exact: lexx.
- by move=> u v; rewrite expr1n mul1r; exact: lexx.
- by split; exact: ler01.
- by rewrite !expr1n !mulr1 maxxx; exact: lexx.
Qed.

Lemma example_keeps_zero n : keeps_zero (layer (example (2%:R / 3%:R) absolute) n).
Proof. by split=> //; apply/ffunP => i; rewrite !ffunE normr0. Qed.

(* f = (1, 0) and h = (-1, 1); the distance of their features up to length 1, and ||f - h||^2. *)
Definition f1 : signal Q point := [ffun i => if i then 1 else 0].
Definition h1 : signal Q point := [ffun i => if i then - 1 else 1].
Definition distance (out : Q) (f h : signal Q point) : Q :=
  \sum_(n < 2) \sum_(q : path (example out absolute) n)
    normsq (Phi q (f : signal Q (grid (example out absolute) 0)) - Phi q (h : signal Q (grid (example out absolute) 0))).

Lemma normsq_f1h1 : normsq (f1 - h1) = 5%:R.
Proof. by rewrite /normsq big_bool !ffunE /=; apply/eqP; vm_compute. Qed.
Lemma distance_admissible : distance (2%:R / 3%:R) f1 h1 = 200%:R / 81%:R.
Proof.
rewrite /distance big_ord_recl big_ord1 sum_empty_path sum_paths sum_empty_path big_bool /Phi /=.
by rewrite /normsq !big_bool !ffunE /=; apply/eqP; vm_compute.
Qed.
Lemma distance_not_admissible : distance 1 f1 h1 = 50%:R / 9%:R.
Proof.
rewrite /distance big_ord_recl big_ord1 sum_empty_path sum_paths sum_empty_path big_bool /Phi /=.
by rewrite /normsq !big_bool !ffunE /=; apply/eqP; vm_compute.
Qed.

(* An admissible module-sequence, and two signals whose features have a distance strictly between 0 and that of the signals. *)
Theorem network_witness :
  (forall n, admissible (layer (example (2%:R / 3%:R) absolute) n) 1 1 1) /\
  (forall n, keeps_zero (layer (example (2%:R / 3%:R) absolute) n)) /\
  0 < distance (2%:R / 3%:R) f1 h1 < normsq (f1 - h1).
Proof.
split=> [n|]; first exact/example_admissible/absolute_lipschitz.
split=> [n|]; first exact: example_keeps_zero.
by rewrite distance_admissible normsq_f1h1; vm_compute.
Qed.

(* Without admissibility distances may grow: 50/9 > 5. *)
Lemma not_without_admissibility : ~ (forall (O : module_sequence Q) (N : nat) (f h : signal Q (grid O 0)),
  \sum_(n < N) \sum_(q : path O n) normsq (Phi q f - Phi q h) <= normsq (f - h)).
Proof.
move=> /(_ (example 1 absolute) 2%N f1 h1); rewrite -[X in X <= _]/(distance 1 f1 h1).
by rewrite distance_not_admissible normsq_f1h1; vm_compute.
Qed.

(* The inequality is not strict. *)
Lemma not_strict : ~ (forall (O : module_sequence Q) (N : nat) (B L R : nat -> Q) (f h : signal Q (grid O 0)),
  (forall n, (n < N)%N -> admissible (layer O n) (B n) (L n) (R n)) ->
  \sum_(n < N) \sum_(q : path O n) normsq (Phi q f - Phi q h) < normsq (f - h)).
Proof.
move=> /(_ (example 1 absolute) 0%N (fun=> 1) (fun=> 1) (fun=> 1) f1 f1).
rewrite big_ord0 subrr /normsq big1 ?ltxx => [H|i _]; last by rewrite ffunE normr0 expr0n.
by have : false by apply: H.
Qed.

(* The energy bound needs M(0) = 0: with M(u) = u + 1 the features of 0 are not 0. *)
Definition add_one (f : signal Q point) : signal Q point := [ffun i => f i + 1].
Lemma not_energy_without_zero : ~ (forall (O : module_sequence Q) (N : nat) (B L R : nat -> Q) (f : signal Q (grid O 0)),
  (forall n, (n < N)%N -> admissible (layer O n) (B n) (L n) (R n)) ->
  \sum_(n < N) \sum_(q : path O n) normsq (Phi q f) <= normsq f).
Proof.
have lip : lipschitz add_one 1.
  move=> u v; rewrite expr1n mul1r; apply: ler_sum => i _; rewrite !ffunE.
  by rewrite opprD addrACA subrr addr0.
move=> /(_ (example (2%:R / 3%:R) add_one) 2%N (fun=> 1) (fun=> 1) (fun=> 1) [ffun=> 0]).
move=> /(_ (fun n _ => example_admissible n lip)).
rewrite big_ord_recl big_ord1 sum_empty_path sum_paths sum_empty_path big_bool /Phi /=.
by rewrite /normsq !big_bool !ffunE /=; vm_compute.
Qed.
