(* The hypotheses of Fourier.v can be met by banks of filters that are used, over the algebraic numbers; and what becomes false
   when they are weakened.

   The Haar bank phi = (1, 1) / 2, psi = (1, -1) / 2 has LP = LP_real = 1 on every Z/N with N >= 2.  The analytic bank on Z/3, whose
   wavelet passes the frequency 1 with gain sqrt 2 and not the frequency -1, has LP_real = 1 and LP[1] = 2: it doubles the energy of
   a complex signal. *)
From mathcomp Require Import all_ssreflect all_algebra all_field.
From mathcomp Require Import ring.
From Companion Require Import Network Fourier.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma sum_unit (V : zmodType) (G : unit -> V) : \sum_(l : unit_finType) G l = G tt.
Proof. by rewrite (big_pred1 tt) // => -[]. Qed.

Section Banks.
Variables (C : numClosedFieldType) (n : nat).
Implicit Type k : 'I_n.+2.

Definition delta (c : 'I_n.+2) : signal C (cyclic n.+1) := [ffun x => (x == c)%:R].
Definition one : 'I_n.+2 := Ordinal (isT : (1 < n.+2)%N).

Definition haar : bank C n.+1 :=
  @Bank C n.+1 unit_finType (fun=> 2%:R^-1 *: (delta 0 - delta one)) (2%:R^-1 *: (delta 0 + delta one)).

Lemma haar_real : real_signal (psi haar tt).
Proof. by move=> x; rewrite !ffunE /GRing.scale /= realM ?realB ?realn // realV realn. Qed.

Lemma dft_delta (z : C) c k : dft z (delta c) k = (z ^+ (k * c))^*.
Proof.
rewrite ffunE (bigD1 c) //= ffunE eqxx mul1r big1 ?addr0 // => x /negbTE xc.
by rewrite ffunE xc mul0r.
Qed.

Variables (z : C) (zP : n.+2.-primitive_root z).

Lemma sub_at (u v : signal C (cyclic n.+1)) k : (u - v) k = u k - v k.
Proof. by rewrite !ffunE. Qed.
Lemma dft_low k : dft z (phi haar) k = 2%:R^-1 * (1 + (z ^+ k)^*).
Proof.
rewrite linearZ /= raddfD ffunE /GRing.scale /= ffunE !dft_delta /=.
by rewrite muln0 muln1 expr0 rmorph1.
Qed.
Lemma dft_high k : dft z (psi haar tt) k = 2%:R^-1 * (1 - (z ^+ k)^*).
Proof.
rewrite linearZ /= raddfB ffunE /GRing.scale /= sub_at !dft_delta /=.
by rewrite muln0 muln1 expr0 rmorph1.
Qed.

Lemma haar_LP k : LP z haar k = 1.
Proof.
have half : (2%:R^-1 : C)^* = 2%:R^-1 by rewrite fmorphV rmorph_nat.
rewrite /LP sum_unit dft_low dft_high !normrM !exprMn -mulrDr !normCK !rmorphB !rmorphD !rmorph1 half.
have e := zxK zP k; move: (z ^+ k) e => w; rewrite conjCK; move: (w^*) => v wv.
have -> : (1 + v) * (1 + w) + (1 - v) * (1 - w) = 2%:R * (1 + w * v) by ring.
rewrite wv -[1 + 1]/(2%:R).
by rewrite mulrACA mulVf ?mulr1 // pnatr_eq0.
Qed.

Lemma haar_LP_real k : LP_real z haar k = 1.
Proof.
have half (x : C) : 2%:R^-1 * (x + x) = x by rewrite -mulr2n -[x *+ 2]mulr_natl mulKf ?pnatr_eq0.
rewrite /LP_real sum_unit (dft_real zP _ haar_real) half.
by rewrite -(haar_LP k) /LP sum_unit.
Qed.
End Banks.

Section Analytic.
Variables (C : numClosedFieldType) (z : C) (zP : 3.-primitive_root z).
Local Notation N := 2%N.

(* The character x -> z^(j x), whose Fourier transform is 3 at j and 0 elsewhere. *)
Definition character (j : 'I_3) : signal C (cyclic N) := [ffun x : 'I_3 => z ^+ (j * x)].
Lemma dft_character j k : dft z (character j) k = 3%:R *+ (j == k).
Proof.
rewrite ffunE -(chr_orth zP j k).
by apply: eq_bigr => x _; rewrite ffunE ![(x * _)%N]mulnC.
Qed.

Definition analytic : bank C N :=
  @Bank C N unit_finType (fun=> (sqrtC 2%:R / 3%:R) *: character (one 1)) (3%:R^-1 *: character ord0).

Lemma dft_analytic_low k : dft z (phi analytic) k = (ord0 == k)%:R.
Proof.
rewrite linearZ /= ffunE /GRing.scale /= dft_character; case: eqP => _; last by rewrite mulr0n mulr0.
by rewrite mulr1n mulVf ?pnatr_eq0.
Qed.
Lemma dft_analytic_high k : dft z (psi analytic tt) k = sqrtC 2%:R *+ (one 1 == k).
Proof.
rewrite linearZ /= ffunE /GRing.scale /= dft_character; case: eqP => _; last by rewrite !mulr0n mulr0.
by rewrite !mulr1n divfK ?pnatr_eq0.
Qed.

Lemma norm_sqrt2 (j : bool) : `|sqrtC (2%:R : C) *+ j| ^+ 2 = 2%:R *+ j.
Proof. by case: j; rewrite ?mulr1n ?mulr0n ?normr0 ?expr0n // ger0_norm ?sqrtC_ge0 ?ler0n // sqrtCK. Qed.

Lemma analytic_LP_real k : LP_real z analytic k = 1.
Proof.
have half : 2%:R^-1 * 2%:R = 1 :> C by rewrite mulVf ?pnatr_eq0.
rewrite /LP_real sum_unit dft_analytic_low !dft_analytic_high !norm_sqrt2.
case: k => [[|[|[|//]]] k3]; rewrite -!val_eqE /= ?mulr1n ?mulr0n ?normr0 ?normr1 ?expr0n ?expr1n /=.
all: by rewrite ?add0r ?addr0 ?mulr0 ?addr0 ?half.
Qed.

Lemma analytic_LP : LP z analytic (one 1) = 2%:R.
Proof.
rewrite /LP sum_unit dft_analytic_low dft_analytic_high norm_sqrt2 eqxx mulr1n.
by rewrite -val_eqE /= normr0 expr0n add0r.
Qed.

(* The real Littlewood-Paley condition says nothing about complex signals: this bank doubles the energy of one. *)
Lemma not_littlewood_paley_complex : ~ (forall f : signal C (cyclic N), 
  normsq (conv (phi analytic) f) + \sum_l normsq (conv (psi analytic l) f) <= 1 * normsq f).
Proof.
move=> /(littlewood_paley_sharp zP) /(_ (one 1)); rewrite analytic_LP.
by rewrite -[1]/(1%:R) ler_nat.
Qed.

(* Nor do two layers of it leave distances of complex signals as they are or smaller. *)
Lemma not_scattering_complex : ~ (forall (M : nat) (f h : signal C (cyclic N)),
  \sum_(m < M) \sum_(q : path (scattering analytic) m) normsq (Phi q f - Phi q h)
  + \sum_(q : path (scattering analytic) M) normsq (U q f - U q h) <= normsq (f - h)).
Proof.
move=> bound; apply: not_littlewood_paley_complex => f; rewrite mul1r.
have := bound 1%N f 0; rewrite big_ord1 sum_empty_path sum_paths sum_empty_path /Phi /= raddf0 !subr0.
suff -> : \sum_l normsq (modulus (conv (psi analytic l) f) - modulus (conv (psi analytic l) 0))
        = \sum_l normsq (conv (psi analytic l) f) by [].
apply: eq_bigr => l _; rewrite raddf0; apply: eq_bigr => x _.
by rewrite !ffunE normr0 subr0 normr_id.
Qed.
End Analytic.

(* For every N >= 2 there are a primitive N-th root of unity and a bank with LP = LP_real = 1 and filters that are not 0: the Haar bank. *)
Theorem haar_witness (n : nat) : exists z : algC,
  [/\ n.+2.-primitive_root z, forall k, LP z (haar _ n) k = 1, forall k, LP_real z (haar _ n) k = 1
    & phi (haar [numClosedFieldType of algC] n) 0 = 2%:R^-1].
Proof.
have [z zP] := C_prim_root_exists (ltn0Sn n.+1).
exists z; split=> [//|k|k|]; [exact: haar_LP | exact: haar_LP_real |].
by rewrite !ffunE /GRing.scale /= addr0 mulr1.
Qed.

(* A bank that the real condition admits and the complex one does not. *)
Theorem analytic_witness : exists z : algC,
  [/\ 3.-primitive_root z, forall k, LP_real z (analytic z) k = 1 & LP z (analytic z) (one 1) = 2%:R].
Proof.
have [z zP] := C_prim_root_exists (ltn0Sn 2).
by exists z; split=> [//|k|]; [exact: analytic_LP_real | exact: analytic_LP].
Qed.

(* What becomes false without the premises on z, on Z/2: z = 0 is no root of unity, z = 1 is one and not primitive. *)
Section TwoPoints.
Local Notation C := [numClosedFieldType of algC].
Local Notation d := (@delta C 0).
Local Notation e := (@one 0).

Lemma conv_delta a b : conv (d a) (d b) = d (b + a).
Proof.
apply/ffunP => x; rewrite !ffunE (bigD1 b) //= !ffunE eqxx mul1r big1 ?addr0 => [|y /negbTE yb].
  by rewrite subr_eq addrC.
by rewrite ffunE yb mul0r.
Qed.

Lemma dft_one c k : dft 1 (d c) k = 1.
Proof. by rewrite dft_delta expr1n rmorph1. Qed.

Lemma ee : e + e = 0 :> 'I_2. Proof. exact: val_inj. Qed.

Lemma not_convolution_any_z : ~ (forall (z : C) (f g : signal C (cyclic 1)) k, dft z (conv g f) k = dft z f k * dft z g k).
Proof.
move=> /(_ 0 (d e) (d e) e); rewrite conv_delta ee !dft_delta /= muln0 muln1 expr0 expr1 rmorph1 rmorph0 mulr0.
by move/eqP; rewrite oner_eq0.
Qed.

Lemma not_correlation_unconjugated :
  ~ (forall f g : signal C (cyclic 1), dft 1 (corr f g) 0 = dft 1 f 0 * dft 1 g 0).
Proof.
move=> /(_ ('i *: d 0) (d 0)); rewrite [dft 1 (_ *: _)]linearZ /= [X in _ = X * _]ffunE !dft_one /GRing.scale /= !mulr1 => E.
have : 'i = - 'i :> C.
  rewrite -[LHS]E ffunE; under eq_bigr do rewrite expr1n rmorph1 mulr1.
  rewrite (bigD1 0) //= big1 ?addr0 => [|x /negbTE x0].
    rewrite ffunE (bigD1 0) //= big1 ?addr0 => [|y /negbTE y0]; first by rewrite !ffunE /GRing.scale /= ?addr0 ?eqxx !mulr1 conjCi.
    by rewrite !ffunE y0 /GRing.scale /= mulr0 rmorph0 mul0r.
  rewrite ffunE big1 // => y _; rewrite !ffunE; have [->|/negbTE y0] := eqVneq y 0; first by rewrite add0r x0 mulr0.
  by rewrite /GRing.scale /= mulr0 rmorph0 mul0r.
move/eqP; rewrite -subr_eq0 opprK -mulr2n mulrn_eq0 /= => /eqP i0.
by have := sqrCi C; rewrite i0 expr0n /= => /eqP; rewrite eq_sym oppr_eq0 oner_eq0.
Qed.

Lemma two_halves : 2%:R^-1 * (1 + 1) = 1 :> C.
Proof. by rewrite -[1 + 1]/(2%:R) mulVf // pnatr_eq0. Qed.

Lemma not_plancherel_inner_any_root :
  ~ (forall f g : signal C (cyclic 1), \sum_x f x * (g x)^* = 2%:R^-1 * \sum_k dft 1 f k * (dft 1 g k)^*).
Proof.
move=> /(_ (d 0) (d e)); rewrite !big_ord_recl !big_ord0 !dft_one rmorph1 !mulr1 !addr0 two_halves !ffunE /=.
by rewrite rmorph0 mulr0 mul0r addr0 => /eqP; rewrite eq_sym oner_eq0.
Qed.

Lemma not_product_any_root :
  ~ (forall (f g : signal C (cyclic 1)) k, dft 1 [ffun x => f x * g x] k = 2%:R^-1 * conv (dft 1 g) (dft 1 f) k).
Proof.
move=> /(_ (d 0) (d e) 0); rewrite !ffunE; under eq_bigr do rewrite !ffunE expr1n rmorph1 mulr1.
under [X in _ = _ * X]eq_bigr do rewrite !dft_one mulr1.
rewrite !big_ord_recl !big_ord0 !addr0 two_halves /= mulr0 mul0r addr0.
by move/eqP; rewrite eq_sym oner_eq0.
Qed.

Lemma not_gain_any_root :
  ~ (forall (f g : signal C (cyclic 1)) (B : C), (forall k, `|dft 1 g k| <= B) -> normsq (conv g f) <= B ^+ 2 * normsq f).
Proof.
move=> /(_ (d 0) (d 0 - d e) 0) H.
have /H : forall k, `|dft 1 (d 0 - d e) k| <= 0.
  by move=> k; rewrite raddfB /= sub_at !dft_one subrr normr0.
rewrite expr0n mul0r; suff pos : 0 < normsq (conv (d 0 - d e) (d 0)) by move=> /(lt_le_trans pos); rewrite ltxx.
rewrite /normsq.
have at0 : conv (d 0 - d e) (d 0) 0 = 1.
  rewrite ffunE (bigD1 0) //= big1 ?addr0 => [|y /negbTE y0]; last by rewrite !ffunE y0 mul0r.
  by rewrite !ffunE eqxx mul1r subrr eqxx subr0.
rewrite (bigD1 0) //= at0 normr1 expr1n ltr_paddr ?ltr01 // sumr_ge0 // => x _.
by rewrite exprn_ge0.
Qed.
End TwoPoints.
