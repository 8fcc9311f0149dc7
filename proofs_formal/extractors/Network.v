(* Convolutional feature extractors do not increase distances.

   The setting is that of Wiatowski and Boelcskei, "A mathematical theory of deep convolutional neural networks for feature
   extraction": a module-sequence Omega = ((Psi_n, M_n, P_n))_n, whose layer n + 1 convolves with the atoms of a frame Psi_(n+1),
   applies a Lipschitz non-linearity M_(n+1) and a Lipschitz pooling P_(n+1), and reads the features off through the output atom
   chi_n of the same frame.  Layers are numbered from 0 here: [layer n] is
   layer n + 1 of the paper, the one whose frame contains chi_n.

   Proved: under the admissibility condition max{B_n, B_n L_n^2 R_n^2} <= 1 the feature extractor Phi_Omega is non-expansive,
   |||Phi_Omega(f) - Phi_Omega(h)||| <= ||f - h||, and |||Phi_Omega(f)||| <= ||f|| if M_n(0) = 0 and P_n(0) = 0; the
   inequality of a single layer, and what it leaves for the deeper layers; every depth N, every module-sequence.

   Differences from the paper: signals live on finite grids, which may change from layer to layer, instead of L^2(R^d); the
   convolutions f -> f * g are arbitrary linear maps (Fourier.v has the convolutions); all norms are squared, so that
   any ordered ring of scalars will do (rationals, reals, complex numbers); no axiom is used. *)
From mathcomp Require Import all_ssreflect all_algebra.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* A signal on the finite grid I, with values in F. *)
Notation signal F I := {ffun I -> F^o}.

Section Definitions.
Variable F : numDomainType.

(* ||f||^2 *)
Definition normsq (I : finType) (f : signal F I) : F := \sum_i `|f i| ^+ 2.

(* One layer (Psi, M, P): the atoms g_lambda of the frame Psi, lambda in [index], and its output atom chi, both given by what they
   do to a signal, f -> f * g_lambda and f -> f * chi; the non-linearity M; the pooling P, which may lead to another grid. *)
Record module (I J : finType) := Module {
  index : finType;
  atom : index -> {linear signal F I -> signal F I};
  output_atom : {linear signal F I -> signal F I};
  nonlinearity : signal F I -> signal F I;
  pooling : signal F I -> signal F J }.
Arguments atom {I J} m l : rename.

(* Omega = ((Psi_n, M_n, P_n))_n: the same layer for all paths of one length. *)
Record module_sequence := ModuleSequence {
  grid : nat -> finType;
  layer : forall n, module (grid n) (grid n.+1) }.

(* T is Lipschitz with the constant L: ||T u - T v|| <= L ||u - v||. *)
Definition lipschitz (I J : finType) (T : signal F I -> signal F J) (L : F) :=
  forall u v, normsq (T u - T v) <= L ^+ 2 * normsq (u - v).

(* Upper frame inequality: ||f * chi||^2 + sum_lambda ||f * g_lambda||^2 <= B ||f||^2. *)
Definition frame_inequality (I J : finType) (m : module I J) (B : F) (f : signal F I) :=
  normsq (output_atom m f) + \sum_l normsq (atom m l f) <= B * normsq f.

(* The admissibility condition for one layer with frame bound B and Lipschitz constants L of M and R of P. *)
Record admissible (I J : finType) (m : module I J) (B L R : F) : Prop := Admissible {
  frame_upper : forall f, frame_inequality m B f;
  nonlinearity_lipschitz : lipschitz (nonlinearity m) L;
  pooling_lipschitz : lipschitz (pooling m) R;
  constants_ge0 : [/\ 0 <= B, 0 <= L & 0 <= R];
  admissibility : Num.max B (B * L ^+ 2 * R ^+ 2) <= 1 }.

(* M(0) = 0 and P(0) = 0 *)
Definition keeps_zero (I J : finType) (m : module I J) := nonlinearity m 0 = 0 /\ pooling m 0 = 0.

(* Lambda_1 x ... x Lambda_n, the paths of length n. *)
Fixpoint path (O : module_sequence) (n : nat) : finType :=
  if n is m.+1 then [finType of path O m * index (layer O m)] else [finType of unit].

(* U[q] f for a path q = (lambda_1, ..., lambda_n): f goes through u -> P_k(M_k(u * g_(lambda_k))), k = 1, ..., n. *)
Fixpoint U (O : module_sequence) (n : nat) : path O n -> signal F (grid O 0) -> signal F (grid O n) :=
  match n with
  | 0 => fun _ f => f
  | m.+1 => fun q f => pooling (layer O m) (nonlinearity (layer O m) (atom (layer O m) q.2 (U q.1 f)))
  end.

(* The features: Phi^n(f) is the family of all (U[q] f) * chi_n, q a path of length n, and Phi_Omega(f) that of all Phi^n(f).
   |||Phi_Omega(f)|||^2 is the sum of ||Phi q f||^2 over all paths q of all lengths n. *)
Definition Phi (O : module_sequence) (n : nat) (q : path O n) (f : signal F (grid O 0)) : signal F (grid O n) :=
  output_atom (layer O n) (U q f).

Lemma normsq_ge0 (I : finType) (f : signal F I) : 0 <= normsq f.
Proof. by apply: sumr_ge0 => i _; rewrite exprn_ge0. Qed.

(* One path, one layer: what the output receives and what goes on is at most what came in. *)
Lemma one_layer (I J : finType) (m : module I J) (B L R : F) (u v : signal F I) :
  lipschitz (nonlinearity m) L -> lipschitz (pooling m) R -> [/\ 0 <= B, 0 <= L & 0 <= R] ->
  Num.max B (B * L ^+ 2 * R ^+ 2) <= 1 -> frame_inequality m B (u - v) ->
  normsq (output_atom m u - output_atom m v) +
  \sum_l normsq (pooling m (nonlinearity m (atom m l u)) - pooling m (nonlinearity m (atom m l v))) <= normsq (u - v).
Proof.
move=> lipM lipP [B0 L0 P0] adm frame.
set c := L ^+ 2 * R ^+ 2.
have c0 : 0 <= c by rewrite mulr_ge0 ?exprn_ge0.
have Bc0 : 0 <= B * L ^+ 2 * R ^+ 2 by rewrite -mulrA mulr_ge0.
have [B1 Bc1] : B <= 1 /\ B * c <= 1.
  by apply/andP; rewrite /c mulrA -comparable_le_maxl // real_comparable ?ger0_real.
rewrite -raddfB /=; set w := u - v.
set a := normsq (output_atom m w); set b := \sum_l normsq (atom m l w).
have a0 : 0 <= a := normsq_ge0 _.
have b0 : 0 <= b by apply: sumr_ge0 => l _; exact: normsq_ge0.
have w0 := normsq_ge0 w.
apply: le_trans (_ : a + c * b <= _).
  rewrite ler_add2l mulr_sumr; apply: ler_sum => l _.
  apply: le_trans (lipP _ _) _.
  rewrite (_ : c * _ = R ^+ 2 * (L ^+ 2 * normsq (atom m l w))); last by rewrite /c [L ^+ 2 * _]mulrC -mulrA.
  by rewrite ler_wpmul2l ?exprn_ge0 // (le_trans (lipM _ _)) // -raddfB.
have ab : a + b <= B * normsq w := frame.
have [c1|c1] := real_leP (ger0_real c0) (real1 F).
  apply: le_trans (_ : a + b <= _); first by rewrite ler_add2l ler_pimull.
  by apply: le_trans ab _; rewrite ler_pimull.
apply: le_trans (_ : c * (a + b) <= _); first by rewrite mulrDr ler_add2r ler_pemull // ltW.
by apply: le_trans (ler_wpmul2l c0 ab) _; rewrite mulrA [c * B]mulrC ler_pimull.
Qed.

Lemma sum_empty_path (O : module_sequence) (G : path O 0 -> F) : \sum_(q : path O 0) G q = G tt.
Proof. by rewrite (big_pred1 (tt : path O 0)) // => -[]. Qed.

Lemma sum_paths (O : module_sequence) (n : nat) (G : path O n.+1 -> F) :
  \sum_(q : path O n.+1) G q = \sum_(q : path O n) \sum_l G (q, l).
Proof. by rewrite pair_bigA /=; apply: eq_bigr => -[]. Qed.

(* Layer by layer inequalities add up. *)
Lemma telescope (O : module_sequence) (N : nat) (f h : signal F (grid O 0)) :
  (forall n (q : path O n), (n < N)%N ->
     normsq (Phi q f - Phi q h) + \sum_l normsq (U ((q, l) : path O n.+1) f - U ((q, l) : path O n.+1) h)
     <= normsq (U q f - U q h)) ->
  \sum_(n < N) \sum_(q : path O n) normsq (Phi q f - Phi q h)
  + \sum_(q : path O N) normsq (U q f - U q h) <= normsq (f - h).
Proof.
elim: N => [_|N IH step]; first by rewrite big_ord0 add0r sum_empty_path.
rewrite big_ord_recr -addrA sum_paths -big_split /=.
apply: le_trans (IH _) => [|n q nN]; last by apply: step; exact: ltnW.
by rewrite ler_add2l; apply: ler_sum => q _; exact: step.
Qed.

Lemma U_zero (O : module_sequence) (n : nat) (q : path O n) : (forall k, (k < n)%N -> keeps_zero (layer O k)) -> U q 0 = 0.
Proof.
elim: n q => [//|n IH] q kz /=.
rewrite IH => [|k kn]; last by apply: kz; exact: ltnW.
by have [M0 P0] := kz n (ltnSn n); rewrite raddf0 M0 P0.
Qed.

End Definitions.

(* The inequality of layer n. *)
Theorem layerwise (F : numDomainType) (O : module_sequence F) (B L R : F) (n : nat) (f h : signal F (grid O 0)) :
  admissible (layer O n) B L R ->
  \sum_(q : path O n) normsq (Phi q f - Phi q h) + \sum_(q : path O n.+1) normsq (U q f - U q h)
  <= \sum_(q : path O n) normsq (U q f - U q h).
Proof.
case=> fr lM lP c0 adm; rewrite sum_paths -big_split /=.
by apply: ler_sum => q _; exact: (one_layer lM lP c0 adm (fr _)).
Qed.

(* Its sum over N layers: the second term is what the features of length < N have not shown. *)
Theorem nonexpansive_with_remainder (F : numDomainType) (O : module_sequence F) (N : nat) (B L R : nat -> F)
    (f h : signal F (grid O 0)) :
  (forall n, (n < N)%N -> admissible (layer O n) (B n) (L n) (R n)) ->
  \sum_(n < N) \sum_(q : path O n) normsq (Phi q f - Phi q h) + \sum_(q : path O N) normsq (U q f - U q h)
  <= normsq (f - h).
Proof.
move=> adm; apply: telescope => n q /adm [fr lM lP c0 a].
exact: (one_layer lM lP c0 a (fr _)).
Qed.

(* |||Phi_Omega(f) - Phi_Omega(h)|||^2 <= ||f - h||^2, for the features of all paths of length < N and every N. *)
Theorem feature_extractor_nonexpansive (F : numDomainType) (O : module_sequence F) (N : nat) (B L R : nat -> F)
    (f h : signal F (grid O 0)) :
  (forall n, (n < N)%N -> admissible (layer O n) (B n) (L n) (R n)) ->
  \sum_(n < N) \sum_(q : path O n) normsq (Phi q f - Phi q h) <= normsq (f - h).
Proof.
move=> adm; apply: le_trans (nonexpansive_with_remainder f h adm).
by rewrite ler_addl; apply: sumr_ge0 => q _; exact: normsq_ge0.
Qed.

(* |||Phi_Omega(f)|||^2 <= ||f||^2 *)
Theorem feature_extractor_energy (F : numDomainType) (O : module_sequence F) (N : nat) (B L R : nat -> F)
    (f : signal F (grid O 0)) :
  (forall n, (n < N)%N -> admissible (layer O n) (B n) (L n) (R n)) ->
  (forall n, (n.+1 < N)%N -> keeps_zero (layer O n)) ->
  \sum_(n < N) \sum_(q : path O n) normsq (Phi q f) <= normsq f.
Proof.
move=> adm kz; rewrite -[X in _ <= normsq X]subr0.
apply: le_trans (feature_extractor_nonexpansive f 0 adm).
apply: ler_sum => n _; apply: ler_sum => q _; rewrite /Phi U_zero ?(raddf0, oppr0, addr0) // => k kn.
by apply: kz; apply: leq_ltn_trans kn (ltn_ord n).
Qed.
