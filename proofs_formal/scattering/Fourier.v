(* Convolutions and the Fourier transform on the cyclic group Z/N, and scattering networks on it.

   Proved, for signals with values in any closed field with an absolute value (the complex or the algebraic numbers): convolutions commute
   with translations; with any N-th root of unity z in the role of exp(2 pi i / N), the theorems on convolutions and correlations; with a
   primitive one, Plancherel, the theorem on products, the gain of a convolution;
   the energy of a filter bank is the mean of |f^[k]|^2 weighted with the Littlewood-Paley sum, and the bound that follows; the same
   for real signals, where the sum is LP[k] = |phi^[k]|^2 + (1/2) sum_l (|psi_l^[k]|^2 + |psi_l^[-k]|^2); and that
   the windowed scattering transform of Mallat, "Group invariant scattering", (2.25), does not increase distances if LP <= 1.

   Differences from the papers: the group is Z/N instead of R^d, so that LP is a condition on N frequencies; the paths have all orders
   below some M, for every M; all norms are squared.  As in the Python model, LP <= 1 is enough, LP = 1 is not needed. *)
From mathcomp Require Import all_ssreflect all_algebra all_field.
From Companion Require Import Network.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* The group Z/N with N = n + 1, and the signals on it. *)
Notation cyclic n := (ordinal_finType n.+1).

Section Convolution.
Variables (C : numDomainType) (n : nat).
Implicit Types (f g : signal C (cyclic n)) (c x y : 'I_n.+1).

(* The convolution operator of g, f -> f * g with (f * g)(x) = sum_y f(y) g(x - y); conv g f is f * g. *)
Definition conv g f : signal C (cyclic n) := [ffun x => \sum_y f y * g (x - y)].

(* (T_c f)(x) = f(x - c) *)
Definition shift c f : signal C (cyclic n) := [ffun x => f (x - c)].

Lemma conv_is_linear g : linear (conv g).
Proof.
move=> a u v; apply/ffunP => x; rewrite !ffunE /GRing.scale /= mulr_sumr -big_split.
by apply: eq_bigr => y _; rewrite !ffunE mulrDl mulrA.
Qed.
Canonical conv_additive g := Additive (conv_is_linear g).
Canonical conv_linear g := Linear (conv_is_linear g).

Lemma shift_is_linear c : linear (shift c).
Proof. by move=> a u v; apply/ffunP => x; rewrite !ffunE. Qed.
Canonical shift_additive c := Additive (shift_is_linear c).
Canonical shift_linear c := Linear (shift_is_linear c).

Lemma normsq_shift c f : normsq (shift c f) = normsq f.
Proof.
rewrite /normsq (reindex_inj (addIr c)) /=.
by apply: eq_bigr => x _; rewrite ffunE addrK.
Qed.

(* Convolutions commute with translations. *)
Theorem conv_shift c g f : conv g (shift c f) = shift c (conv g f).
Proof.
apply/ffunP => x; rewrite !ffunE (reindex_inj (addIr c)) /=.
by apply: eq_bigr => y _; rewrite ffunE addrK opprD [- y - c]addrC addrA.
Qed.

(* A filter bank: wavelets psi_l and the low-pass filter phi. *)
Record bank := Bank {
  wavelets : finType;
  psi : wavelets -> signal C (cyclic n);
  phi : signal C (cyclic n) }.
Arguments psi : clear implicits.

(* The modulus at every point. *)
Definition modulus f : signal C (cyclic n) := [ffun x => `|f x|].

Lemma modulus_lipschitz : lipschitz modulus 1.
Proof.
move=> u v; rewrite expr1n mul1r; apply: ler_sum => x _; rewrite !ffunE.
by rewrite ler_pexpn2r ?nnegrE ?normr_ge0 // ler_dist_dist.
Qed.

(* The layer of a convolutional network with the filters of b, a non-linearity M and a pooling P. *)
Definition filter_layer (b : bank) (M P : signal C (cyclic n) -> signal C (cyclic n)) : module C (cyclic n) (cyclic n) :=
  @Module C (cyclic n) (cyclic n) (wavelets b) (fun l => [linear of conv (psi b l)]) [linear of conv (phi b)] M P.

(* Mallat's scattering network: the same bank in every layer, the modulus, no pooling.  U q f is | ... ||f * psi_l1| * psi_l2| ... |
   and Phi q f is its average (U q f) * phi. *)
Definition scattering (b : bank) : module_sequence C :=
  @ModuleSequence C (fun=> cyclic n) (fun=> filter_layer b modulus id).
End Convolution.
Arguments psi {C n} b l.

Section DFT.
Variables (C : numClosedFieldType) (n : nat) (z : C).
Notation N := n.+1.
Implicit Types (f g : signal C (cyclic n)) (k x y : 'I_N).

(* (f corr g)(x) = sum_y conj(f(y)) g(y + x) *)
Definition corr f g : signal C (cyclic n) := [ffun x : 'I_N => \sum_y (f y)^* * g (y + x)].

(* f^[k] = sum_x f(x) exp(-2 pi i k x / N), with z in the role of exp(2 pi i / N) *)
Definition dft f : signal C (cyclic n) := [ffun k : 'I_N => \sum_x f x * (z ^+ (k * x))^*].

Lemma dft_is_linear : linear dft.
Proof.
move=> a u v; apply/ffunP => k; rewrite !ffunE /GRing.scale /= mulr_sumr -big_split.
by apply: eq_bigr => y _; rewrite !ffunE mulrDl mulrA.
Qed.
Canonical dft_additive := Additive dft_is_linear.
Canonical dft_linear := Linear dft_is_linear.

(* |phi^[k]|^2 + sum_l |psi_l^[k]|^2 *)
Definition LP (b : bank C n) k : C := `|dft (phi b) k| ^+ 2 + \sum_l `|dft (psi b l) k| ^+ 2.

(* |phi^[k]|^2 + (1/2) sum_l (|psi_l^[k]|^2 + |psi_l^[-k]|^2), the condition (2.7) of Mallat and the one the Python model checks *)
Definition LP_real (b : bank C n) k : C :=
  `|dft (phi b) k| ^+ 2 + 2%:R^-1 * \sum_l (`|dft (psi b l) k| ^+ 2 + `|dft (psi b l) (- k)| ^+ 2).

Definition real_signal f := forall x, f x \is Num.real.

(* What needs of z only that it is an N-th root of unity: its powers are characters of Z/N, and the transform multiplies convolutions. *)
Section RootOfUnity.
Hypothesis zN : z ^+ N = 1.

Lemma root_norm : `|z| = 1.
Proof. by apply/eqP; rewrite -(@pexpr_eq1 _ _ N) ?normr_ge0 // -normrX zN normr1. Qed.
Lemma root_power m : (z ^+ m) ^+ N = 1.
Proof. by rewrite -exprM mulnC exprM zN expr1n. Qed.
Lemma root_conj m : z ^+ m * (z ^+ m)^* = 1.
Proof. by rewrite -normCK normrX root_norm !expr1n. Qed.
Lemma root_chrD k x y : z ^+ (k * (x + y)%R) = z ^+ (k * x) * z ^+ (k * y).
Proof. by rewrite /= exprM (expr_mod _ (root_power k)) -exprM mulnDr exprD. Qed.

Lemma dft_conv_root g f k : dft (conv g f) k = dft f k * dft g k.
Proof.
rewrite !ffunE mulr_suml; under eq_bigr do rewrite ffunE mulr_suml.
rewrite exchange_big /=; apply: eq_bigr => y _; rewrite mulr_sumr.
rewrite (reindex_inj (addIr y)) /=; apply: eq_bigr => x _.
by rewrite addrK [z ^+ (k * _)](root_chrD k x y) rmorphM [(z ^+ _)^* * _]mulrC mulrACA.
Qed.

Lemma dft_corr_root f g k : dft (corr f g) k = (dft f k)^* * dft g k.
Proof.
rewrite !ffunE rmorph_sum mulr_suml; under eq_bigr do rewrite ffunE mulr_suml.
rewrite exchange_big /=; apply: eq_bigr => y _; rewrite mulr_sumr.
rewrite [RHS](reindex_inj (addrI y)) /=; apply: eq_bigr => x _.
rewrite rmorphM conjCK [z ^+ (k * (y + x)%R)]root_chrD rmorphM -!mulrA; congr (_ * _).
by rewrite [RHS]mulrCA; congr (_ * _); rewrite mulrA root_conj mul1r.
Qed.
End RootOfUnity.

Section Primitive.
Hypothesis zP : N.-primitive_root z.

Lemma zN : z ^+ N = 1. Proof. exact: prim_expr_order. Qed.
Lemma z_norm : `|z| = 1. Proof. exact: root_norm zN. Qed.
Lemma zxN m : (z ^+ m) ^+ N = 1. Proof. exact: root_power zN m. Qed.
Lemma zxK m : z ^+ m * (z ^+ m)^* = 1. Proof. exact: root_conj zN m. Qed.
Lemma chrD k x y : z ^+ (k * (x + y)%R) = z ^+ (k * x) * z ^+ (k * y). Proof. exact: root_chrD zN k x y. Qed.

Lemma chrN k x : z ^+ ((- k)%R * x) = (z ^+ (k * x))^*.
Proof.
have e : z ^+ ((- k)%R * x) * z ^+ (k * x) = 1.
  by rewrite ![(_ * x)%N]mulnC -chrD addNr muln0 expr0.
by rewrite -[LHS]mulr1 -(zxK (k * x)) mulrA e mul1r.
Qed.

Lemma chr_orth x y : \sum_(k < N) z ^+ (k * x) * (z ^+ (k * y))^* = N%:R *+ (x == y).
Proof.
pose w := z ^+ x * (z ^+ y)^*.
have -> : \sum_(k < N) z ^+ (k * x) * (z ^+ (k * y))^* = \sum_(k < N) w ^+ k.
  by apply: eq_bigr => k _; rewrite /w exprMn -rmorphX -!exprM ![(k * _)%N]mulnC.
have [exy|ney] := eqVneq x y.
  by rewrite /w exy zxK; under eq_bigr do rewrite expr1n; rewrite sumr_const card_ord.
have wN : w ^+ N = 1 by rewrite exprMn -rmorphX !zxN rmorph1 mulr1.
have /eqP : (w - 1) * (\sum_(k < N) w ^+ k) = 0 by rewrite -subrX1 wN subrr.
rewrite mulf_eq0 subr_eq0 => /orP[/eqP w1|/eqP -> //].
case/negP: ney; have /eqP : z ^+ x = z ^+ y.
  by rewrite -[LHS]mulr1 -(zxK y) [z ^+ y * _]mulrC mulrA -/w w1 mul1r.
by rewrite (eq_prim_root_expr zP) /= !modn_small.
Qed.

Lemma dft_real f k : real_signal f -> `|dft f (- k)| = `|dft f k|.
Proof.
move=> fR; rewrite -[RHS]norm_conjC; congr `|_|; rewrite !ffunE rmorph_sum /=.
by apply: eq_bigr => x _; rewrite rmorphM chrN !conjCK (CrealP (fR x)).
Qed.

Lemma inner_dft f g : \sum_x f x * (g x)^* = N%:R^-1 * \sum_k dft f k * (dft g k)^*.
Proof.
apply: (canRL (mulKf _)); first by rewrite pnatr_eq0.
symmetry; under eq_bigr => k _.
  rewrite !ffunE rmorph_sum mulr_suml.
  under eq_bigr => x _ do rewrite mulr_sumr.
  over.
rewrite exchange_big /= mulr_sumr; apply: eq_bigr => x _.
rewrite exchange_big /=.
transitivity (\sum_y (f x * (g y)^*) * (N%:R *+ (y == x))).
  apply: eq_bigr => y _; rewrite -chr_orth mulr_sumr; apply: eq_bigr => k _.
  rewrite rmorphM conjCK -!mulrA; congr (_ * _).
  by rewrite mulrCA [z ^+ (k * y) * _]mulrC.
rewrite (bigD1 x) //= eqxx mulr1n big1 ?addr0 => [|y /negbTE ->]; last by rewrite mulr0n mulr0.
by rewrite mulrC.
Qed.

Lemma normsq_dft f : normsq f = N%:R^-1 * \sum_k `|dft f k| ^+ 2.
Proof.
rewrite /normsq; under eq_bigr do rewrite normCK; rewrite inner_dft; congr (_ * _).
by apply: eq_bigr => k _; rewrite normCK.
Qed.

(* The inverse transform, and what it does to products. *)
Lemma dft_inverse f x : f x = N%:R^-1 * \sum_k dft f k * z ^+ (k * x).
Proof.
apply: (canRL (mulKf _)); first by rewrite pnatr_eq0.
symmetry; under eq_bigr => k _ do rewrite ffunE mulr_suml.
rewrite exchange_big /=.
transitivity (\sum_y f y * (N%:R *+ (x == y))).
  apply: eq_bigr => y _; rewrite -chr_orth mulr_sumr; apply: eq_bigr => k _.
  by rewrite -mulrA [(_)^* * _]mulrC.
rewrite (bigD1 x) //= eqxx mulr1n big1 ?addr0 => [|y]; last by rewrite eq_sym => /negbTE ->; rewrite mulr0n mulr0.
by rewrite mulrC.
Qed.

Lemma chrB k j x : (z ^+ ((k - j)%R * x))^* = z ^+ (j * x) * (z ^+ (k * x))^*.
Proof.
have -> : z ^+ (k * x) = z ^+ ((k - j)%R * x) * z ^+ (j * x) by rewrite ![(_ * x)%N]mulnC -chrD subrK.
by rewrite rmorphM mulrCA zxK mulr1.
Qed.

Lemma dft_mul_eq f g k : dft [ffun x => f x * g x] k = N%:R^-1 * conv (dft g) (dft f) k.
Proof.
rewrite !ffunE; under eq_bigr => x _ do rewrite ffunE [f x]dft_inverse -!mulrA mulr_suml.
rewrite -mulr_sumr exchange_big /=; congr (_ * _); apply: eq_bigr => j _.
rewrite [dft g _]ffunE mulr_sumr; apply: eq_bigr => x _.
by rewrite chrB -mulrA; congr (_ * _); rewrite mulrCA.
Qed.

Lemma dft_conv_eq g f k : dft (conv g f) k = dft f k * dft g k.
Proof. exact: dft_conv_root zN g f k. Qed.

Lemma dft_shift_eq c f k : dft (shift c f) k = (z ^+ (k * c))^* * dft f k.
Proof.
rewrite !ffunE (reindex_inj (addIr c)) mulr_sumr /=; apply: eq_bigr => x _.
by rewrite ffunE addrK [z ^+ (k * _)](chrD k x c) rmorphM mulrA [LHS]mulrC.
Qed.

Lemma bank_energy_eq b f :
  normsq (conv (phi b) f) + \sum_l normsq (conv (psi b l) f) = N%:R^-1 * \sum_k LP b k * `|dft f k| ^+ 2.
Proof.
rewrite normsq_dft; under [X in _ + X = _]eq_bigr do rewrite normsq_dft.
rewrite -mulr_sumr -mulrDr; congr (_ * _).
rewrite exchange_big -big_split; apply: eq_bigr => k _ /=.
rewrite dft_conv_eq normrM exprMn mulrC mulrDl mulr_suml; congr (_ + _).
by apply: eq_bigr => l _; rewrite dft_conv_eq normrM exprMn mulrC.
Qed.

Lemma bank_energy_real_eq b f : real_signal f ->
  normsq (conv (phi b) f) + \sum_l normsq (conv (psi b l) f) = N%:R^-1 * \sum_k LP_real b k * `|dft f k| ^+ 2.
Proof.
move=> fR; rewrite bank_energy_eq; congr (_ * _).
pose s k := \sum_l `|dft (psi b l) k| ^+ 2.
have sN : \sum_k s k * `|dft f k| ^+ 2 = \sum_k s (- k) * `|dft f k| ^+ 2.
  by rewrite (reindex_inj oppr_inj) /=; apply: eq_bigr => k _; rewrite dft_real.
have sum2 : \sum_k LP_real b k * `|dft f k| ^+ 2 =
    \sum_k `|dft (phi b) k| ^+ 2 * `|dft f k| ^+ 2
    + 2%:R^-1 * (\sum_k s k * `|dft f k| ^+ 2 + \sum_k s (- k) * `|dft f k| ^+ 2).
  rewrite -!big_split mulr_sumr -big_split /=; apply: eq_bigr => k _.
  by rewrite -[in RHS]mulrDl [2%:R^-1 * _]mulrA -mulrDl /LP_real big_split.
have half (x : C) : 2%:R^-1 * (x + x) = x by rewrite -mulr2n -[x *+ 2]mulr_natl mulKf ?pnatr_eq0.
rewrite sum2 -sN half -big_split /=.
by apply: eq_bigr => k _; rewrite -mulrDl.
Qed.
End Primitive.
End DFT.

(* Plancherel: ||f^||^2 = N ||f||^2. *)
Theorem plancherel (C : numClosedFieldType) (n : nat) (z : C) (f : signal C (cyclic n)) :
  n.+1.-primitive_root z -> normsq (dft z f) = n.+1%:R * normsq f.
Proof. by move=> zP; rewrite (normsq_dft zP f) mulVKf // pnatr_eq0. Qed.

(* The same for inner products: <f, g> = <f^, g^> / N. *)
Theorem plancherel_inner (C : numClosedFieldType) (n : nat) (z : C) (f g : signal C (cyclic n)) :
  n.+1.-primitive_root z ->
  \sum_x f x * (g x)^* = n.+1%:R^-1 * \sum_k dft z f k * (dft z g k)^*.
Proof. by move=> zP; exact: inner_dft. Qed.

(* The convolution theorem: (f * g)^ = f^ g^. Any N-th root of unity will do, 1 and -1 included. *)
Theorem convolution_theorem (C : numClosedFieldType) (n : nat) (z : C) (f g : signal C (cyclic n)) (k : 'I_n.+1) :
  z ^+ n.+1 = 1 -> dft z (conv g f) k = dft z f k * dft z g k.
Proof. by move=> zN; exact: dft_conv_root. Qed.

(* The same for the correlation: one factor is conjugated. *)
Theorem correlation_theorem (C : numClosedFieldType) (n : nat) (z : C) (f g : signal C (cyclic n)) (k : 'I_n.+1) :
  z ^+ n.+1 = 1 -> dft z (corr f g) k = (dft z f k)^* * dft z g k.
Proof. by move=> zN; exact: dft_corr_root. Qed.

(* Products become convolutions: (f g)^ = (f^ * g^) / N. *)
Theorem product_theorem (C : numClosedFieldType) (n : nat) (z : C) (f g : signal C (cyclic n)) (k : 'I_n.+1) :
  n.+1.-primitive_root z -> dft z [ffun x => f x * g x] k = n.+1%:R^-1 * conv (dft z g) (dft z f) k.
Proof. by move=> zP; exact: dft_mul_eq. Qed.

(* The gain of a convolution: if |g^| is at most B at every frequency, then ||f * g|| <= B ||f||. *)
Theorem convolution_gain (C : numClosedFieldType) (n : nat) (z : C) (f g : signal C (cyclic n)) (B : C) :
  n.+1.-primitive_root z -> (forall k, `|dft z g k| <= B) -> normsq (conv g f) <= B ^+ 2 * normsq f.
Proof.
move=> zP gB; rewrite (normsq_dft zP) (normsq_dft zP f) mulrCA.
rewrite ler_wpmul2l ?invr_ge0 ?ler0n // mulr_sumr; apply: ler_sum => k _.
rewrite dft_conv_eq // normrM exprMn mulrC ler_wpmul2r ?exprn_ge0 //.
by rewrite ler_pexpn2r ?nnegrE ?normr_ge0 // (le_trans (normr_ge0 _) (gB k)).
Qed.

(* If the Littlewood-Paley sum is at most B at every frequency, then ||f * phi||^2 + sum_l ||f * psi_l||^2 <= B ||f||^2. *)
Theorem littlewood_paley (C : numClosedFieldType) (n : nat) (z : C) (b : bank C n) (B : C) (f : signal C (cyclic n)) :
  n.+1.-primitive_root z -> (forall k, LP z b k <= B) ->
  normsq (conv (phi b) f) + \sum_l normsq (conv (psi b l) f) <= B * normsq f.
Proof.
move=> zP lp; rewrite (bank_energy_eq zP) (normsq_dft zP f) mulrCA.
rewrite ler_wpmul2l ?invr_ge0 ?ler0n // mulr_sumr; apply: ler_sum => k _.
by rewrite ler_wpmul2r ?exprn_ge0 // lp.
Qed.

(* No other bound will do: the Littlewood-Paley sum is the energy of the filters on the N-th harmonics. *)
Theorem littlewood_paley_sharp (C : numClosedFieldType) (n : nat) (z : C) (b : bank C n) (B : C) :
  n.+1.-primitive_root z ->
  (forall f, normsq (conv (phi b) f) + \sum_l normsq (conv (psi b l) f) <= B * normsq f) -> forall k, LP z b k <= B.
Proof.
move=> zP fr k; pose e : signal C (cyclic n) := [ffun x : 'I_n.+1 => z ^+ (k * x)].
have de j : dft z e j = n.+1%:R *+ (j == k).
  rewrite ffunE eq_sym -(chr_orth zP k j).
  by apply: eq_bigr => x _; rewrite ffunE ![(x * _)%N]mulnC.
have N0 : (0 : C) < n.+1%:R by rewrite ltr0n.
have sum_at (w : 'I_n.+1 -> C) : \sum_j w j * `|dft z e j| ^+ 2 = w k * n.+1%:R ^+ 2.
  rewrite (bigD1 k) //= de eqxx mulr1n ger0_norm ?ltW // big1 ?addr0 // => j /negbTE jk.
  by rewrite de jk mulr0n normr0 expr0n mulr0.
have := fr e; rewrite (bank_energy_eq zP) (normsq_dft zP e).
under [X in _ <= _ * (_ * X)]eq_bigr do rewrite -[`|_| ^+ 2]mul1r.
rewrite !sum_at mul1r [B * _]mulrCA ler_pmul2l ?invr_gt0 // ler_pmul2r ?exprn_gt0 //.
Qed.

(* The same for real signals, whose spectrum is even in modulus: a wavelet may live on one half of the frequencies. *)
Theorem littlewood_paley_real (C : numClosedFieldType) (n : nat) (z : C) (b : bank C n) (B : C) (f : signal C (cyclic n)) :
  n.+1.-primitive_root z -> real_signal f -> (forall k, LP_real z b k <= B) ->
  normsq (conv (phi b) f) + \sum_l normsq (conv (psi b l) f) <= B * normsq f.
Proof.
move=> zP fR lp; rewrite (bank_energy_real_eq zP b fR) (normsq_dft zP f) mulrCA.
rewrite ler_wpmul2l ?invr_ge0 ?ler0n // mulr_sumr; apply: ler_sum => k _.
by rewrite ler_wpmul2r ?exprn_ge0 // lp.
Qed.

Lemma filter_layer_admissible (C : numClosedFieldType) (n : nat) (z : C) (b : bank C n) (M P : signal C (cyclic n) -> _) (B L R : C) :
  n.+1.-primitive_root z -> (forall k, LP z b k <= B) -> lipschitz M L -> lipschitz P R -> [/\ 0 <= B, 0 <= L & 0 <= R] ->
  Num.max B (B * L ^+ 2 * R ^+ 2) <= 1 -> admissible (filter_layer b M P) B L R.
Proof. by move=> zP lp lM lP c0 adm; split=> // f; exact: (littlewood_paley f zP lp). Qed.

Lemma id_lipschitz (C : numDomainType) (n : nat) : lipschitz (fun u : signal C (cyclic n) => u) 1.
Proof. by move=> u v; rewrite expr1n mul1r. Qed.

Lemma LP_ge0 (C : numClosedFieldType) (n : nat) (z : C) (b : bank C n) k : 0 <= LP z b k.
Proof. by rewrite addr_ge0 ?exprn_ge0 // sumr_ge0 // => l _; rewrite exprn_ge0. Qed.

Lemma scattering_admissible (C : numClosedFieldType) (n : nat) (z : C) (b : bank C n) (m : nat) :
  n.+1.-primitive_root z -> (forall k, LP z b k <= 1) -> admissible (layer (scattering b) m) 1 1 1.
Proof.
move=> zP lp; apply: (filter_layer_admissible zP lp); [exact: modulus_lipschitz|exact: id_lipschitz|by rewrite ler01|].
by rewrite !expr1n !mulr1 maxxx.
Qed.

(* Mallat, (2.25), for complex signals and filters that count on both halves of the spectrum: an instance of Network.v. *)
Theorem scattering_nonexpansive (C : numClosedFieldType) (n : nat) (z : C) (b : bank C n) (M : nat)
    (f h : signal C (cyclic n)) :
  n.+1.-primitive_root z -> (forall k, LP z b k <= 1) ->
  \sum_(m < M) \sum_(q : path (scattering b) m) normsq (Phi q f - Phi q h) <= normsq (f - h).
Proof.
move=> zP lp; apply: (@feature_extractor_nonexpansive _ (scattering b) M (fun=> 1) (fun=> 1) (fun=> 1)) => m _.
exact: (scattering_admissible m zP lp).
Qed.

Lemma U_real (C : numClosedFieldType) (n : nat) (b : bank C n) m (q : path (scattering b) m) (f : signal C (cyclic n)) :
  real_signal f -> real_signal (U q f : signal C (cyclic n)).
Proof. by case: m q => [//|m] q _ x /=; rewrite ffunE normr_real. Qed.

Lemma scattering_layer_real (C : numClosedFieldType) (n : nat) (z : C) (b : bank C n) m (q : path (scattering b) m)
    (f h : signal C (cyclic n)) :
  n.+1.-primitive_root z -> real_signal f -> real_signal h -> (forall k, LP_real z b k <= 1) ->
  normsq (Phi q f - Phi q h) + \sum_l normsq (U ((q, l) : path (scattering b) m.+1) f - U ((q, l) : path (scattering b) m.+1) h)
  <= normsq (U q f - U q h).
Proof.
move=> zP fR hR lp.
apply: (@one_layer _ _ _ (filter_layer b (@modulus _ _) id) 1 1 1); rewrite ?expr1n ?mulr1 ?maxxx ?ler01 //.
- exact: modulus_lipschitz.
- exact: id_lipschitz.
by apply: (littlewood_paley_real zP _ lp) => x; rewrite !ffunE realB //; apply: U_real.
Qed.

(* The inequality of one order, summed over its paths. *)
Theorem scattering_layerwise_real (C : numClosedFieldType) (n : nat) (z : C) (b : bank C n) (m : nat)
    (f h : signal C (cyclic n)) :
  n.+1.-primitive_root z -> real_signal f -> real_signal h -> (forall k, LP_real z b k <= 1) ->
  \sum_(q : path (scattering b) m) normsq (Phi q f - Phi q h)
  + \sum_(q : path (scattering b) m.+1) normsq (U q f - U q h)
  <= \sum_(q : path (scattering b) m) normsq (U q f - U q h).
Proof.
move=> zP fR hR lp; rewrite sum_paths -big_split /=.
by apply: ler_sum => q _; exact: (scattering_layer_real q zP fR hR lp).
Qed.

(* Mallat, (2.25) and (2.26), for real signals: the condition on the filters is the one that the Python model checks. The second
   sum is what the averages of order < M have not shown. *)
Theorem scattering_nonexpansive_real (C : numClosedFieldType) (n : nat) (z : C) (b : bank C n) (M : nat)
    (f h : signal C (cyclic n)) :
  n.+1.-primitive_root z -> real_signal f -> real_signal h -> (forall k, LP_real z b k <= 1) ->
  \sum_(m < M) \sum_(q : path (scattering b) m) normsq (Phi q f - Phi q h)
  + \sum_(q : path (scattering b) M) normsq (U q f - U q h) <= normsq (f - h).
Proof.
move=> zP fR hR lp; apply: (@telescope _ (scattering b)) => m q _.
exact: (scattering_layer_real q zP fR hR lp).
Qed.
