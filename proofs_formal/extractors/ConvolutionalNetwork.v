(* Convolutional feature extractors on Z/N, with the frame inequality in its Littlewood-Paley form.

   Network.v assumes of each layer that its atoms satisfy the upper frame inequality.  Here the atoms are convolutions, and what is
   assumed is |chi_k^(w)|^2 + sum_lambda |g_lambda^(w)|^2 <= B_k at every frequency w; by Plancherel (Fourier.v) this is the same.
   Then the theorems of Network.v hold: the inequality of a layer, non-expansiveness, and the energy bound.

   Differences from the paper: Z/N instead of R^d, one grid for all layers, norms are squared, every depth N. Layers are numbered from 0. *)
From mathcomp Require Import all_ssreflect all_algebra all_field.
From Companion Require Import Network Fourier TranslationInvariance.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* Layer k has the Littlewood-Paley bound B, the Lipschitz constants L and Q of its non-linearity and its pooling, and is admissible. *)
Record admissible_filters (C : numClosedFieldType) (n : nat) (z : C) (b : bank C n) (M P : signal C (cyclic n) -> signal C (cyclic n))
    (B L Q : C) : Prop := AdmissibleFilters {
  filters_bound : forall w, LP z b w <= B;
  filters_nonlinearity : lipschitz M L;
  filters_pooling : lipschitz P Q;
  filters_ge0 : 0 <= L /\ 0 <= Q;
  filters_admissible : Num.max B (B * L ^+ 2 * Q ^+ 2) <= 1 }.

Lemma admissible_filters_layer (C : numClosedFieldType) (n : nat) (z : C) (b : bank C n)
    (M P : signal C (cyclic n) -> signal C (cyclic n)) (B L Q : C) :
  n.+1.-primitive_root z -> admissible_filters z b M P B L Q -> admissible (filter_layer b M P) B L Q.
Proof.
move=> zP [lp lM lP [L0 Q0] adm]; apply: (filter_layer_admissible zP lp lM lP) => //.
by split=> //; apply: le_trans (LP_ge0 z b ord0) (lp _).
Qed.

(* The inequality of layer m. *)
Theorem convolutional_layerwise (C : numClosedFieldType) (n : nat) (z : C) (b : nat -> bank C n)
    (M P : nat -> signal C (cyclic n) -> signal C (cyclic n)) (B L Q : C) (m : nat) (f h : signal C (grid (network b M P) 0)) :
  n.+1.-primitive_root z -> admissible_filters z (b m) (M m) (P m) B L Q ->
  \sum_(q : path (network b M P) m) normsq (Phi q f - Phi q h) + \sum_(q : path (network b M P) m.+1) normsq (U q f - U q h)
  <= \sum_(q : path (network b M P) m) normsq (U q f - U q h).
Proof. by move=> zP adm; apply: layerwise; exact: (admissible_filters_layer zP adm). Qed.

(* The layer of which only the output is read: its Littlewood-Paley sum is at most 1, whatever its non-linearity and its pooling. *)
Lemma output_layer (C : numClosedFieldType) (n : nat) (z : C) (b : nat -> bank C n)
    (M P : nat -> signal C (cyclic n) -> signal C (cyclic n)) (m : nat) (f h : signal C (grid (network b M P) 0)) :
  n.+1.-primitive_root z -> (forall w, LP z (b m) w <= 1) ->
  \sum_(q : path (network b M P) m) normsq (Phi q f - Phi q h) <= \sum_(q : path (network b M P) m) normsq (U q f - U q h).
Proof.
move=> zP lp; apply: ler_sum => q _; rewrite /Phi -raddfB /=.
have := littlewood_paley (U q f - U q h : signal C (cyclic n)) zP lp; rewrite mul1r; apply: le_trans.
by rewrite ler_addl; apply: sumr_ge0 => l _; exact: normsq_ge0.
Qed.

(* |||Phi(f) - Phi(h)|||^2 <= ||f - h||^2, for the features of the layers 0, ..., N: N admissible layers, and the output atom of one more. *)
Theorem convolutional_nonexpansive (C : numClosedFieldType) (n : nat) (z : C) (b : nat -> bank C n)
    (M P : nat -> signal C (cyclic n) -> signal C (cyclic n)) (B L Q : nat -> C) (N : nat) (f h : signal C (grid (network b M P) 0)) :
  n.+1.-primitive_root z -> (forall k, (k < N)%N -> admissible_filters z (b k) (M k) (P k) (B k) (L k) (Q k)) ->
  (forall w, LP z (b N) w <= 1) ->
  \sum_(m < N.+1) \sum_(q : path (network b M P) m) normsq (Phi q f - Phi q h) <= normsq (f - h).
Proof.
move=> zP adm last; rewrite big_ord_recr /=.
apply: le_trans (_ : _ <= _) (nonexpansive_with_remainder (B := B) (L := L) (R := Q) f h (N := N) _).
  by rewrite ler_add2l; exact: output_layer zP last.
by move=> k kN; exact: (admissible_filters_layer zP (adm k kN)).
Qed.

(* |||Phi(f)|||^2 <= ||f||^2 *)
Theorem convolutional_energy (C : numClosedFieldType) (n : nat) (z : C) (b : nat -> bank C n)
    (M P : nat -> signal C (cyclic n) -> signal C (cyclic n)) (B L Q : nat -> C) (N : nat) (f : signal C (grid (network b M P) 0)) :
  n.+1.-primitive_root z -> (forall k, (k < N)%N -> admissible_filters z (b k) (M k) (P k) (B k) (L k) (Q k)) ->
  (forall w, LP z (b N) w <= 1) -> (forall k, (k < N)%N -> M k 0 = 0 /\ P k 0 = 0) ->
  \sum_(m < N.+1) \sum_(q : path (network b M P) m) normsq (Phi q f) <= normsq f.
Proof.
move=> zP adm last kz; rewrite -[X in _ <= normsq X]subr0.
apply: le_trans (convolutional_nonexpansive f 0 zP adm last).
apply: ler_sum => m _; apply: ler_sum => q _; rewrite /Phi U_zero ?(raddf0, oppr0, addr0) // => k km.
by apply: kz; apply: leq_trans km _; rewrite -ltnS.
Qed.
