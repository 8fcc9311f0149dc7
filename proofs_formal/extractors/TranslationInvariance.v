(* Vertical translation invariance: the features of deep layers move less when the input is translated.

   Wiatowski and Boelcskei, Theorem 1, for convolutional networks on the cyclic group Z/N.  Every layer convolves with the filters of a
   bank, applies a non-linearity M_n and a pooling P_n that commute with translations, and dilates by the pooling factor S_n.
   As in the Python model, the dilation S^(1/2) f(S x) is unitary: it leaves the array of N samples as it is and divides their
   distance by S.  So the samples of layer n have the distance h / (S_1 ... S_n), a shift by c samples of the input is a shift by
   c samples in every layer, and DFT bin k of layer n is the frequency k S_1 ... S_n / (N h).  This is where the pooling factors
   enter the bound: the maps below never see them, the frequencies at which the output atom must decay do.

   Proved: the features of a shifted signal are the shifted features; the sum over all paths q of length n of
   ||Phi q (T_c f) - Phi q f||^2 is at most sup_k |z^(kc) - 1|^2 |chi_n^[k]|^2 times ||f||^2; and, if |chi_n^(w)| |w| <= K at all
   frequencies w, at most (p |t| K / (S_1 ... S_n))^2 ||f||^2, where t is the translation and p = N |z - 1|.  For z = exp(2 pi i / N),
   p is the perimeter of the regular N-gon in the unit circle, 2 N sin(pi / N) < 2 pi: the bound of the paper, with a smaller
   constant.  The file TranslationInvariancePi.v replaces p by 2 pi.

   Differences from the paper: Z/N instead of R^d; translations by whole samples; norms are squared.  M_n(0) = 0 and P_n(0) = 0 are not
   needed. *)
From mathcomp Require Import all_ssreflect all_algebra all_field.
From mathcomp Require Import ring.
From Companion Require Import Network Fourier.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* T commutes with all translations. *)
Definition covariant (C : numDomainType) (n : nat) (T : signal C (cyclic n) -> signal C (cyclic n)) :=
  forall c f, T (shift c f) = shift c (T f).

(* The network whose layer k has the filters of the bank b k, the non-linearity M k and the pooling P k; its output atom chi_k is
   phi (b k). *)
Definition network (C : numDomainType) (n : nat) (b : nat -> bank C n) (M P : nat -> signal C (cyclic n) -> signal C (cyclic n)) :
    module_sequence C :=
  @ModuleSequence C (fun=> cyclic n) (fun k => filter_layer (b k) (M k) (P k)).

(* The size of k in Z/N: |k| for the representative between -N/2 and N/2. *)
Definition size_mod (n : nat) (k : 'I_n.+1) : nat := minn k (n.+1 - k).

(* The size of the frequency of DFT bin k in layer m: k cycles in a period of N samples at distance h / (S_0 ... S_(m-1)). *)
Definition frequency (C : numFieldType) (n : nat) (h : C) (S : nat -> C) (m : nat) (k : 'I_n.+1) : C :=
  (size_mod k)%:R * (\prod_(j < m) S j) / (n.+1%:R * h).

(* N |z - 1|, the perimeter of the regular N-gon with vertices z^k on the unit circle, for z = exp(2 pi i / N). *)
Definition perimeter (C : numDomainType) (n : nat) (z : C) : C := n.+1%:R * `|z - 1|.

Section Covariance.
Variables (C : numClosedFieldType) (n : nat) (b : nat -> bank C n) (M P : nat -> signal C (cyclic n) -> signal C (cyclic n)).
Local Notation O := (network b M P).

Lemma U_covariant m (q : path O m) (c : 'I_n.+1) (f : signal C (cyclic n)) :
  (forall k, (k < m)%N -> covariant (M k) /\ covariant (P k)) -> U q (shift c f : signal C (grid O 0)) = shift c (U q f).
Proof.
elim: m q => [//|m IH] q cov /=.
rewrite IH => [|k km]; last by apply: cov; exact: ltnW.
by have [cM cP] := cov m (ltnSn m); rewrite conv_shift cM cP.
Qed.
End Covariance.

(* The features of the shifted signal are the shifted features, for every path. *)
Theorem features_covariant (C : numClosedFieldType) (n : nat) (b : nat -> bank C n)
    (M P : nat -> signal C (cyclic n) -> signal C (cyclic n)) (m : nat) (q : path (network b M P) m)
    (c : 'I_n.+1) (f : signal C (cyclic n)) :
  (forall k, (k < m)%N -> covariant (M k) /\ covariant (P k)) ->
  Phi q (shift c f : signal C (grid (network b M P) 0)) = shift c (Phi q f).
Proof. by move=> cov; rewrite /Phi U_covariant // /= conv_shift. Qed.

Section Bounds.
Variables (C : numClosedFieldType) (n : nat) (z : C).
Hypothesis zP : n.+1.-primitive_root z.
Implicit Types (f g u : signal C (cyclic n)) (c k : 'I_n.+1).

(* One output: ||T_c (u * g) - u * g||^2 <= sup_k |z^(kc) - 1|^2 |g^[k]|^2 ||u||^2. *)
Lemma shift_difference c g u (D : C) : (forall k, `|z ^+ (k * c) - 1| ^+ 2 * `|dft z g k| ^+ 2 <= D) ->
  normsq (shift c (conv g u) - conv g u) <= D * normsq u.
Proof.
move=> sup; rewrite (normsq_dft zP (_ - _)) (normsq_dft zP u) [D * _]mulrCA ler_wpmul2l ?invr_ge0 ?ler0n // mulr_sumr.
apply: ler_sum => k _.
have -> : dft z (shift c (conv g u) - conv g u) k = ((z ^+ (k * c))^* - 1) * (dft z u k * dft z g k).
  rewrite -dft_conv_eq // mulrBl mul1r -(dft_shift_eq zP) !ffunE -sumrB.
  by apply: eq_bigr => x _; rewrite !ffunE mulrBl.
rewrite normrM exprMn -[in X in X <= _](norm_conjC (_ - 1)) rmorphB conjCK rmorph1 mulrC normrM exprMn.
by rewrite -mulrA [X in _ <= X]mulrC ler_wpmul2l ?exprn_ge0 // mulrC sup.
Qed.

Lemma chord m : `|z ^+ m - 1| <= m%:R * `|z - 1|.
Proof.
elim: m => [|m IH]; first by rewrite expr0 subrr normr0 mul0r.
have -> : z ^+ m.+1 - 1 = z * (z ^+ m - 1) + (z - 1) by rewrite mulrBr mulr1 exprS addrA subrK.
apply: le_trans (ler_norm_add _ _) _.
by rewrite normrM (z_norm zP) mul1r mulrSr mulrDl mul1r ler_add2r.
Qed.

Lemma size_mod_chord k m : `|z ^+ (k * m) - 1| = `|z ^+ (size_mod k * m) - 1|.
Proof.
rewrite /size_mod; case: leqP => _ //.
have e : z ^+ k * z ^+ (n.+1 - k) = 1 by rewrite -exprD subnKC ?(zN zP) // ltnW.
have ez : z ^+ (n.+1 - k) = (z ^+ k)^* by rewrite -[LHS]mulr1 -(zxK zP k) mulrA [_ * z ^+ k]mulrC e mul1r.
by rewrite !exprM ez -rmorphX -[1 in RHS](@rmorph1 _ _ (@conjC C)) -rmorphB norm_conjC.
Qed.

Lemma size_mod_chord2 k c : `|z ^+ (k * c) - 1| <= (size_mod k)%:R * (size_mod c)%:R * `|z - 1|.
Proof.
rewrite size_mod_chord mulnC size_mod_chord mulnC.
by rewrite -natrM; exact: chord.
Qed.
End Bounds.

(* With the supremum over the frequencies, whatever the shift. *)
Theorem features_shift_difference (C : numClosedFieldType) (n : nat) (z : C) (b : nat -> bank C n)
    (M P : nat -> signal C (cyclic n) -> signal C (cyclic n)) (B L R : nat -> C) (m : nat) (c : 'I_n.+1) (D : C)
    (f : signal C (grid (network b M P) 0)) :
  n.+1.-primitive_root z ->
  (forall k, (k < m)%N -> admissible (layer (network b M P) k) (B k) (L k) (R k)) ->
  (forall k, (k < m)%N -> covariant (M k) /\ covariant (P k)) ->
  (forall k : 'I_n.+1, `|z ^+ (k * c) - 1| ^+ 2 * `|dft z (phi (b m)) k| ^+ 2 <= D) ->
  \sum_(q : path (network b M P) m) normsq (Phi q (shift c f) - Phi q f) <= D * normsq f.
Proof.
move=> zP adm cov sup; set O := network b M P.
have D0 : 0 <= D by apply: le_trans (sup ord0); rewrite mulr_ge0 ?exprn_ge0.
have shift0 : shift c 0 = 0 :> signal C (cyclic n) by rewrite raddf0.
have U0 (q : path O m) : shift c (U q 0) = U q 0 by rewrite -U_covariant // shift0.
have step (q : path O m) : normsq (Phi q (shift c f) - Phi q f) <= D * normsq (U q f - U q 0).
  have -> : Phi q (shift c f) - Phi q f = shift c (conv (phi (b m)) (U q f - U q 0)) - conv (phi (b m)) (U q f - U q 0).
    rewrite features_covariant // /Phi /= !raddfB /= -[shift c (conv _ (U q 0))]conv_shift U0.
    by rewrite opprK addrACA addNr addr0.
  exact: (shift_difference zP _ sup).
apply: le_trans (ler_sum _ (fun q _ => step q)) _.
rewrite -mulr_sumr ler_wpmul2l // -[X in _ <= normsq X]subr0.
apply: le_trans (nonexpansive_with_remainder f 0 adm); rewrite ler_addr.
by apply: sumr_ge0 => k _; apply: sumr_ge0 => q _; exact: normsq_ge0.
Qed.

(* Wiatowski and Boelcskei, Theorem 1, with p = N |z - 1| in the place of 2 pi: t = (size of c) h is the translation, h the distance of
   the samples, and the decay condition |chi_m^(w)| |w| <= K is over the frequencies w of layer m. *)
Theorem vertical_translation_invariance (C : numClosedFieldType) (n : nat) (z : C) (b : nat -> bank C n)
    (M P : nat -> signal C (cyclic n) -> signal C (cyclic n)) (B L R S : nat -> C) (m : nat) (c : 'I_n.+1) (h K : C)
    (f : signal C (grid (network b M P) 0)) :
  n.+1.-primitive_root z -> 0 < h -> (forall k, 0 < S k) ->
  (forall k, (k < m)%N -> admissible (layer (network b M P) k) (B k) (L k) (R k)) ->
  (forall k, (k < m)%N -> covariant (M k) /\ covariant (P k)) ->
  (forall k : 'I_n.+1, `|dft z (phi (b m)) k| * frequency h S m k <= K) ->
  \sum_(q : path (network b M P) m) normsq (Phi q (shift c f) - Phi q f)
  <= (perimeter n z * ((size_mod c)%:R * h) * K / \prod_(j < m) S j) ^+ 2 * normsq f.
Proof.
move=> zP h0 S0 adm cov decay; apply: (features_shift_difference f zP adm cov) => k.
have K0 := decay k; rewrite /frequency /perimeter in K0 *.
set p := \prod_(j < m) S j in K0 *; set w := `|z - 1|; set x := `|dft z _ k| in K0 *.
set N : C := n.+1%:R in K0 *; set s := (size_mod k)%:R in K0; set t := (size_mod c)%:R.
have p0 : 0 < p by apply: prodr_gt0 => j _; exact: S0.
have d0 : 0 < N * h by rewrite mulr_gt0 ?ltr0n.
have sx : s * x <= K * (N * h) / p.
  rewrite ler_pdivl_mulr // -ler_pdivr_mulr //.
  by rewrite [s * x]mulrC -[x * s * p]mulrA -mulrA.
have -> : N * w * (t * h) * K / p = t * w * (K * (N * h) / p) by ring.
have bound : `|z ^+ (k * c) - 1| * x <= t * w * (K * (N * h) / p).
  apply: le_trans (ler_wpmul2r _ (size_mod_chord2 zP k c)) _; first by rewrite /x normr_ge0.
  rewrite -/s -/t -/w (_ : s * t * w * x = t * w * (s * x)); last by ring.
  by rewrite ler_wpmul2l // mulr_ge0 ?ler0n /w ?normr_ge0.
have b0 : 0 <= `|z ^+ (k * c) - 1| * x by rewrite mulr_ge0 /x ?normr_ge0.
by rewrite -exprMn ler_pexpn2r ?nnegrE // (le_trans b0 bound).
Qed.
