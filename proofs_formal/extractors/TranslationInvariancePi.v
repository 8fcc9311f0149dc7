(* Vertical translation invariance with the constant of the paper: 2 pi |t| K / (S_1 ... S_n).

   Wiatowski and Boelcskei, Theorem 1, on the cyclic group Z/N, as in TranslationInvariance.v, and now with the real numbers pi, h, K, S_n.
   The frame bounds are Littlewood-Paley sums, as in ConvolutionalNetwork.v. The values of the signals are in a field C of complex numbers: an algebraically closed field with conjugation and absolute value that
   contains the real numbers R through [iota], for example R[i].  The root of unity is exp(2 pi i / N) = cos(2 pi / N) + i sin(2 pi / N).

   The step from p = N |z - 1| to 2 pi is that a chord is shorter than its arc, |exp(i t) - 1| <= t, from sin t <= t by the mean value
   theorem.  The real numbers of the analysis library bring its three classical axioms. *)
From mathcomp Require Import all_ssreflect all_algebra all_field.
From mathcomp Require Import boolp classical_sets reals topology normedtype derive trigo.
From mathcomp Require Import ring.
From Companion Require Import Network Fourier TranslationInvariance ConvolutionalNetwork.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory numFieldNormedType.Exports.
Local Open Scope ring_scope.

Section Chord.
Variable R : realType.

Lemma sin_le (x : R) : 0 <= x -> sin x <= x.
Proof.
rewrite le_eqVlt => /predU1P[<-|x0]; first by rewrite sin0.
have dsin (t : R) : t \in `]0, x[%R -> is_derive t 1 (@sin R) (cos t) by move=> _; exact: is_derive_sin.
have [|c _] := MVT x0 dsin; first by apply/continuous_subspaceT => t; exact: continuous_sin.
rewrite sin0 !subr0 => ->.
by rewrite ler_pimull ?cos_le1 // ltW.
Qed.

(* |exp(i t) - 1|^2 <= t^2 *)
Lemma chord_arc (t : R) : 0 <= t <= pi *+ 2 -> (cos t - 1) ^+ 2 + sin t ^+ 2 <= t ^+ 2.
Proof.
move=> /andP[t0 t2pi]; pose u := t / 2%:R.
have tu : t = u *+ 2 by rewrite -mulr_natr divfK // pnatr_eq0.
have u0 : 0 <= u by rewrite divr_ge0 // ler0n.
have -> : (cos t - 1) ^+ 2 + sin t ^+ 2 = 4%:R * sin u ^+ 2.
  rewrite tu cos_mulr2n sin_mulr2n; have := cos2sin2 u.
  move: (cos u) (sin u) => x y xy.
  rewrite (_ : (x * y *+ 2) ^+ 2 = 4%:R * (x ^+ 2 * y ^+ 2)); last by ring.
  by rewrite xy; ring.
have -> : t ^+ 2 = 4%:R * u ^+ 2 by rewrite tu; ring.
rewrite ler_wpmul2l ?ler0n //.
have s0 : 0 <= sin u by rewrite sin_ge0_pi // u0 ler_pdivr_mulr ?ltr0n // mulr_natr.
by rewrite ler_pexpn2r ?nnegrE // sin_le.
Qed.
End Chord.

Section ComplexNumbers.
Variables (R : realType) (C : numClosedFieldType) (iota : {rmorphism R -> C}).
Hypothesis iotaR : forall x, iota x \is Num.real.

(* exp(2 pi i / N), with N = n + 1 *)
Definition exp_root (n : nat) : C := iota (cos (pi *+ 2 / n.+1%:R)) + 'i * iota (sin (pi *+ 2 / n.+1%:R)).

Lemma iota_ge0 (x : R) : 0 <= x -> 0 <= iota x.
Proof. by move=> x0; rewrite -(sqr_sqrtr x0) rmorphX real_exprn_even_ge0. Qed.

Lemma iota_le (x y : R) : x <= y -> iota x <= iota y.
Proof. by move=> xy; rewrite -subr_ge0 -rmorphB iota_ge0 // subr_ge0. Qed.

Lemma exp_root_exp n k :
  exp_root n ^+ k = iota (cos (k%:R * (pi *+ 2 / n.+1%:R))) + 'i * iota (sin (k%:R * (pi *+ 2 / n.+1%:R))).
Proof.
elim: k => [|k IH]; first by rewrite mul0r cos0 sin0 rmorph0 rmorph1 mulr0 addr0 expr0.
rewrite exprS IH /exp_root; move: (pi *+ 2 / _) => t.
have -> : k.+1%:R * t = k%:R * t + t by rewrite mulrSr mulrDl mul1r.
move: (k%:R * t) => s.
rewrite cosD sinD rmorphB rmorphD !rmorphM.
move: (iota (cos s)) (iota (sin s)) (iota (cos t)) (iota (sin t)) => a b c d.
have i2 : ('i : C) * 'i = -1 by rewrite -expr2 sqrCi.
transitivity (c * a + ('i * 'i) * (d * b) + 'i * (c * b + d * a)); first by ring.
by rewrite i2; ring.
Qed.

Lemma exp_root_dist n k : `|exp_root n ^+ k - 1| ^+ 2
  = iota ((cos (k%:R * (pi *+ 2 / n.+1%:R)) - 1) ^+ 2 + sin (k%:R * (pi *+ 2 / n.+1%:R)) ^+ 2).
Proof.
rewrite exp_root_exp; move: (_ * _) => t.
rewrite addrAC -[1](rmorph1 iota) -rmorphB normC2_rect ?iotaR //.
by rewrite -!rmorphX -rmorphD.
Qed.

Lemma exp_root_primitive n : n.+1.-primitive_root (exp_root n).
Proof.
apply/andP; split=> //; apply/forallP => i; rewrite unity_rootE.
have [->|ni] := eqVneq i.+1 n.+1.
  rewrite exp_root_exp mulrC divfK ?pnatr_eq0 // cos2pi sin2pi rmorph1 rmorph0 mulr0 addr0 eqxx //.
apply/eqP/negbTE/eqP => e.
have := exp_root_dist n i.+1; rewrite e subrr normr0 expr0n /= => /esym/eqP.
rewrite fmorph_eq0 paddr_eq0 ?sqr_ge0 // !sqrf_eq0 subr_eq0 => /andP[/eqP ct _].
pose u : R := i.+1%:R * (pi / n.+1%:R).
have tu : i.+1%:R * (pi *+ 2 / n.+1%:R) = u *+ 2 by rewrite /u -mulrnAr -mulrnAl.
have : 0 < sin u.
  have iN : (i.+1%:R : R) < n.+1%:R by rewrite ltr_nat ltn_neqAle ni ltn_ord.
  rewrite sin_gt0_pi // /u mulr_gt0 ?divr_gt0 ?ltr0n ?pi_gt0 //=.
  by rewrite mulrCA gtr_pmulr ?pi_gt0 // ltr_pdivr_mulr ?ltr0n // mul1r.
move: ct; rewrite tu cos_mulr2n cos2sin2 => ct su.
have : sin u ^+ 2 = 0.
  have : 2%:R * sin u ^+ 2 = 1 - ((1 - sin u ^+ 2) *+ 2 - 1) by ring.
  by rewrite ct subrr => /eqP; rewrite mulf_eq0 pnatr_eq0 /= => /eqP.
by move/eqP; rewrite sqrf_eq0 gt_eqF.
Qed.

(* p = N |z - 1| <= 2 pi *)
Lemma perimeter_le n : perimeter n (exp_root n) <= iota (pi *+ 2).
Proof.
have N0 : 0 < n.+1%:R :> R by rewrite ltr0n.
have p0 : 0 <= pi *+ 2 :> R by apply: mulrn_wge0; exact: pi_ge0.
have t0 : 0 <= pi *+ 2 / n.+1%:R :> R by rewrite divr_ge0 // ltW.
have t2 : pi *+ 2 / n.+1%:R <= pi *+ 2 :> R by rewrite ler_pdivr_mulr // ler_pemulr // ler1n.
have sq : `|exp_root n - 1| ^+ 2 <= iota (pi *+ 2 / n.+1%:R) ^+ 2.
  by rewrite -[exp_root n]expr1 exp_root_dist mul1r -rmorphX iota_le // chord_arc // t0.
have le : `|exp_root n - 1| <= iota (pi *+ 2 / n.+1%:R) by rewrite -(ler_pexpn2r (n := 2)) ?nnegrE ?iota_ge0.
rewrite /perimeter -[X in iota X](divfK (lt0r_neq0 N0)) mulrC rmorphM rmorph_nat.
by rewrite ler_pmul2r // ltr0n.
Qed.
End ComplexNumbers.

(* Wiatowski and Boelcskei, Theorem 1: t = (size of c) h is the translation, h the distance of the samples, and the decay condition
   |chi_m^(w)| |w| <= K is over the frequencies w of layer m. *)
Theorem vertical_translation_invariance_pi (R : realType) (C : numClosedFieldType) (iota : {rmorphism R -> C}) (n : nat)
    (b : nat -> bank C n) (M P : nat -> signal C (cyclic n) -> signal C (cyclic n)) (B L Q : nat -> C) (S : nat -> R)
    (m : nat) (c : 'I_n.+1) (h K : R) (f : signal C (grid (network b M P) 0)) :
  (forall x, iota x \is Num.real) -> 0 < h -> (forall k, 0 < S k) ->
  (forall k, (k < m)%N -> admissible_filters (exp_root iota n) (b k) (M k) (P k) (B k) (L k) (Q k)) ->
  (forall k, (k < m)%N -> covariant (M k) /\ covariant (P k)) ->
  (forall k : 'I_n.+1, `|dft (exp_root iota n) (phi (b m)) k| * iota (frequency h S m k) <= iota K) ->
  \sum_(q : path (network b M P) m) normsq (Phi q (shift c f) - Phi q f)
  <= iota ((2%:R * pi * ((size_mod c)%:R * h) * K / \prod_(j < m) S j) ^+ 2) * normsq f.
Proof.
move=> iotaR h0 S0 filters cov decay.
have adm k (km : (k < m)%N) : admissible (layer (network b M P) k) (B k) (L k) (Q k).
  exact: (admissible_filters_layer (exp_root_primitive iotaR n) (filters k km)).
have pos (x : R) : 0 < x -> 0 < iota x by move=> x0; rewrite lt_neqAle eq_sym fmorph_eq0 gt_eqF // iota_ge0 // ltW.
have freq k : frequency (iota h) (iota \o S) m k = iota (frequency h S m k).
  by rewrite /frequency fmorph_div !rmorphM !rmorph_nat rmorph_prod.
have decay' k : `|dft (exp_root iota n) (phi (b m)) k| * frequency (iota h) (iota \o S) m k <= iota K by rewrite freq.
have p0 : 0 < \prod_(j < m) S j by apply: prodr_gt0 => j _; exact: S0.
have K0 : 0 <= iota K.
  apply: le_trans (decay ord0); rewrite mulr_ge0 ?iota_ge0 // /frequency.
  by rewrite divr_ge0 ?mulr_ge0 ?ler0n // ltW.
apply: le_trans (vertical_translation_invariance c f (exp_root_primitive iotaR n) (pos h h0) (fun k => pos _ (S0 k)) adm cov decay') _.
rewrite ler_wpmul2r ?normsq_ge0 // rmorphX.
have -> : iota (2%:R * pi * ((size_mod c)%:R * h) * K / \prod_(j < m) S j)
        = iota (pi *+ 2) * ((size_mod c)%:R * iota h) * iota K / \prod_(j < m) (iota \o S) j.
  by rewrite fmorph_div !rmorphM !rmorph_nat rmorph_prod mulr_natl -rmorphMn.
have q0 : 0 <= ((size_mod c)%:R * iota h) * iota K / \prod_(j < m) (iota \o S) j.
  by rewrite divr_ge0 ?mulr_ge0 ?ler0n ?(ltW (pos h h0)) // -rmorph_prod ltW // pos.
have z0 : 0 <= perimeter n (exp_root iota n) by rewrite mulr_ge0 ?ler0n ?normr_ge0.
have pi0 : 0 <= iota (pi *+ 2) := le_trans z0 (perimeter_le iotaR n).
move: q0; set q := _ / _ => q0.
have assoc x : x * ((size_mod c)%:R * iota h) * iota K / \prod_(j < m) (iota \o S) j = x * q by rewrite /q !mulrA.
by rewrite !assoc ler_pexpn2r ?nnegrE ?(mulr_ge0 _ q0) // ler_wpmul2r // perimeter_le.
Qed.
