<?php
// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.

/**
 * French strings.
 *
 * @package    tool_syncingest
 * @copyright  2026 The sync_ingest contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['action_add_member'] = 'ajouté à la cohorte';
$string['action_create'] = 'créé';
$string['action_delete'] = 'supprimé';
$string['action_fail'] = 'échoue';
$string['action_handed_over'] = 'transmis';
$string['action_hide'] = 'caché';
$string['action_move'] = 'déplacé';
$string['action_nothing'] = 'rien à faire';
$string['action_remove_member'] = 'retiré de la cohorte';
$string['action_rename'] = 'renommé';
$string['action_restore'] = 'réactivé';
$string['action_show'] = 'affiché';
$string['action_suspend'] = 'suspendu';
$string['action_update'] = 'modifié';
$string['addfiles'] = 'Ajouter des fichiers';
$string['advice_sftp'] = 'Les clés vont dans /etc/ssh/agents/registry, un fichier de root. Le compte n’est dans aucun groupe du serveur web : les fichiers reçoivent ce groupe du dossier. Un fichier doit arriver en mode 0640 au moins : sync-deliver le fait ; avec sftp, chmod 640 après put ; avec WinSCP, put -permissions=640.';
$string['alarm'] = 'Alarme';
$string['alarm_checksum_mismatch'] = 'Fichiers qui ne correspondent pas à leur somme de contrôle';
$string['alarm_checksum_mismatch_advice'] = 'Un fichier et son fichier de contrôle (_NOM.sha256) ne correspondent pas depuis trop longtemps : l’un des deux a été tronqué, ou remplacé sans l’autre. Le fichier n’est pas relevé. Demandez de les livrer à nouveau tous les deux, le fichier de contrôle d’abord.';
$string['alarm_clock_skew'] = 'Une horloge est fausse';
$string['alarm_clock_skew_advice'] = 'Un verrou porte une date future. Mettez les horloges à l’heure.';
$string['alarm_failing_store'] = 'Des fichiers ne peuvent pas être enregistrés';
$string['alarm_failing_store_advice'] = 'Le dépôt de fichiers de Moodle a refusé plusieurs fois des fichiers livrés ; ils sont gardés et de nouveaux essais ont lieu. Le détail dit pourquoi : disque plein, permissions, base de données.';
$string['alarm_feed_blocked'] = 'Un flux est bloqué';
$string['alarm_feed_blocked_advice'] = 'Une exécution retenue ou en échec bloque les fichiers arrivés après elle. Approuvez-la, refusez-la, annulez-la ou relancez-la.';
$string['alarm_feed_clone'] = 'Ce site est une copie : les flux sont en pause';
$string['alarm_feed_clone_advice'] = 'L’identifiant ou l’adresse du site a changé, tous les flux en service ont donc été mis en pause. Si leurs fichiers sont bien destinés à ce site, remettez-les en service.';
$string['alarm_feed_errors'] = 'Des lignes d’un flux ont échoué';
$string['alarm_feed_errors_advice'] = 'Téléchargez les lignes en échec de la dernière exécution, faites-les corriger à la source et attendez le fichier suivant.';
$string['alarm_feed_failed'] = 'Une exécution d’un flux a échoué';
$string['alarm_feed_failed_advice'] = 'L’exécution indique pourquoi. Supprimez la cause et relancez-la, ou annulez-la.';
$string['alarm_feed_held'] = 'Une exécution d’un flux est retenue';
$string['alarm_feed_held_advice'] = 'Elle ferait plus que ses limites ne le permettent. Regardez son plan, puis approuvez-la ou refusez-la.';
$string['alarm_feed_refused'] = 'Un fichier d’un flux a été refusé';
$string['alarm_feed_refused_advice'] = 'L’exécution indique pourquoi. Faites envoyer un fichier correct.';
$string['alarm_feed_silent'] = 'Un flux est silencieux';
$string['alarm_feed_silent_advice'] = 'Son fichier devrait être arrivé. Demandez au responsable du système distant si l’exportation fonctionne encore.';
$string['alarm_feed_waiting'] = 'Un flux en attend un autre';
$string['alarm_feed_waiting_advice'] = 'Un flux qui le précède a une exécution qui n’est pas terminée. Regardez ce qui la retient.';
$string['alarm_folder'] = 'Le dossier de dépôt est inutilisable';
$string['alarm_folder_advice'] = 'Rien n’est relevé. Vérifiez que le dossier existe et que l’utilisateur du serveur web peut y lire et écrire.';
$string['alarm_infected_file'] = 'Fichiers infectés';
$string['alarm_infected_file_advice'] = 'L’antivirus a trouvé quelque chose dans des fichiers livrés. Ils ne sont pas enregistrés mais mis de côté. Prévenez ceux qui les livrent, et supprimez-les sur la page d’état.';
$string['alarm_left_behind'] = 'Fichiers laissés pour compte';
$string['alarm_left_behind_advice'] = 'Quelque chose dans le dossier de dépôt n’est pas relevé depuis trop longtemps. Le détail dit quoi, et pourquoi. Voyez avec qui livre les fichiers, ou retirez-le.';
$string['alarm_library'] = 'La bibliothèque manque';
$string['alarm_library_advice'] = 'Rien n’est relevé : le cron ne peut pas charger libsync_ingest. Installez-la et indiquez-la dans config.php par $CFG->tool_syncingest_library, ou installez le zip du plugin qui la contient ; PHP doit avoir son extension FFI.';
$string['alarm_lost_lock'] = 'lock.txt a été supprimé par un tiers';
$string['alarm_lost_lock_advice'] = 'lock.txt a disparu pendant une relève ; elle s’est arrêtée et reprendra. Un autre programme travaille sur le même dossier : un tool_sync non modifié fait cela.';
$string['alarm_oversized_file'] = 'Fichiers trop volumineux';
$string['alarm_oversized_file_advice'] = 'Des fichiers dépassent la limite des réglages, et sont laissés où ils sont.';
$string['alarm_recovered_lock'] = 'Une relève s’est interrompue';
$string['alarm_recovered_lock_advice'] = 'Une relève a été tuée ; la suivante a récupéré son verrou et ses fichiers. Rien n’est perdu. Si cela se répète, cherchez ce qui la tue : mémoire, limites de temps, redémarrages.';
$string['alarm_rejected_file'] = 'Fichiers refusés';
$string['alarm_rejected_file_advice'] = 'Des fichiers ont été mis de côté, chacun avec une raison. Examinez-les sur la page d’état, puis livrez-les sous un autre nom, remettez-les ou supprimez-les.';
$string['alarm_stale_agent_lock'] = 'alock.txt est trop ancien';
$string['alarm_stale_agent_lock_advice'] = 'Le processus de livraison distant est en cause : il s’est arrêté ou il est bloqué, et rien n’est relevé avant la disparition de son verrou. Demandez à ses responsables. Si aucune livraison n’est en cours, supprimez le verrou sur la page d’état.';
$string['alarm_stale_collector_lock'] = 'lock.txt est trop ancien';
$string['alarm_stale_collector_lock_advice'] = 'Moodle, ou un autre programme qui relève, ne parvient pas à finir et à enlever son verrou. Tant qu’il est présent, rien n’est livré ni relevé. Consultez le journal de la tâche programmée ; si aucune relève n’est en cours, supprimez le verrou sur la page d’état.';
$string['alarm_test'] = 'Alarme d’essai';
$string['alarm_test_advice'] = 'Quelqu’un a appuyé sur le bouton qui envoie une alarme d’essai. Il n’y a rien à faire.';
$string['alarm_unfinished_file'] = 'Transferts qui ne se terminent pas';
$string['alarm_unfinished_file_advice'] = 'Des fichiers sont incomplets depuis trop longtemps : la livraison s’est interrompue. Demandez un nouvel envoi, ou retirez-les du dossier de dépôt.';
$string['alarm_unknown'] = 'Alarme du dossier de dépôt';
$string['alarm_unknown_advice'] = 'Le détail dit ce qui s’est passé.';
$string['alarm_unreadable_checksum'] = 'Fichiers de contrôle incompréhensibles';
$string['alarm_unreadable_checksum_advice'] = 'Un fichier de contrôle (_NOM.sha256) ne peut pas être lu comme tel ; son fichier n’est donc pas relevé. Le détail dit ce qui ne va pas. Demandez de l’envoyer tel que sha256sum l’écrit, ou de n’en pas envoyer : sans lui, un fichier est relevé dès qu’il ne change plus.';
$string['alarm_unreadable_file'] = 'Fichiers illisibles';
$string['alarm_unreadable_file_advice'] = 'L’utilisateur du serveur web ne peut pas lire ou déplacer des fichiers livrés. La page d’état montre comment configurer le compte qui livre et le dossier.';
$string['alarmnottold'] = 'Personne n’en a encore été averti ; le prochain passage du cron essaiera.';
$string['alarmsince'] = 'Depuis : {$a}.';
$string['alarmsintro'] = 'Toutes les alarmes du dossier de dépôt, en cours ou terminées, aussi longtemps que l’historique est conservé.';
$string['alarmspage'] = 'Alarmes';
$string['alarmtold'] = 'Dernier message : {$a}.';
$string['andmore'] = 'et {$a} de plus';
$string['archivetime'] = 'Garder les versions remplacées';
$string['archivetime_desc'] = 'Durée de conservation d’un fichier remplacé, sous /archives/. 0 : toujours.';
$string['attempts'] = 'Tentatives';
$string['bulkdone'] = 'Traitement terminé pour {$a} fichier(s).';
$string['bulkproblems'] = '{$a} fichier(s) restent en l’état :';
$string['cannotputback'] = '« {$a} » n’a pas pu être remis dans le dossier de dépôt : un fichier de ce nom s’y trouve, ou le dossier ne peut pas être écrit.';
$string['cannotunlock'] = 'Le verrou n’a pas été supprimé : {$a}';
$string['check_collection'] = 'Dossier de dépôt : relèves';
$string['check_collection_alarms'] = '{$a} alarme(s) en cours.';
$string['check_collection_never'] = 'Le cron n’a encore rien relevé.';
$string['check_collection_ok'] = 'La dernière relève a eu lieu il y a {$a}.';
$string['check_collection_old'] = 'La dernière relève a eu lieu il y a {$a} : le cron fonctionne-t-il ?';
$string['check_feeds'] = 'Flux';
$string['check_feeds_alarms'] = 'Des flux attendent une intervention : {$a}.';
$string['check_feeds_none'] = 'Aucun flux n’est en service.';
$string['check_feeds_ok'] = 'Flux en service : {$a}.';
$string['check_folder'] = 'Dossier de dépôt : permissions';
$string['check_folder_missing'] = 'Le dossier de dépôt n’existe pas.';
$string['check_folder_ok'] = 'Le dossier de dépôt est utilisable.';
$string['check_folder_open'] = 'Tout le monde sur cette machine peut écrire dans le dossier de dépôt : attribuez-le au compte SFTP et au groupe du serveur web, mode 2770.';
$string['check_folder_permissions'] = 'L’utilisateur du serveur web ne peut pas lire et écrire dans le dossier de dépôt.';
$string['check_library'] = 'Dossier de dépôt : bibliothèque';
$string['check_library_missing'] = 'La bibliothèque ne peut pas être utilisée : rien n’est relevé.';
$string['check_library_nophp'] = 'Les pages web ne peuvent pas utiliser la bibliothèque, et la ligne de commande de PHP est introuvable : elles ne peuvent rien faire ; le cron relève comme toujours. Indiquez le chemin de PHP sous Administration du site > Serveur > Chemins système.';
$string['check_library_ok'] = 'sync_ingest {$a->version} est chargée depuis {$a->path}.';
$string['check_library_web'] = 'Les pages web ne peuvent pas utiliser la bibliothèque ; elles relèvent par la ligne de commande de PHP ({$a}), et le cron relève comme toujours.';
$string['check_locks'] = 'Dossier de dépôt : verrous';
$string['check_locks_held'] = 'Un verrou est présent, et n’est pas trop ancien.';
$string['check_locks_none'] = 'Aucun verrou n’est présent.';
$string['check_locks_stale'] = 'Un verrou est trop ancien.';
$string['check_recipients'] = 'Dossier de dépôt : destinataires des alarmes';
$string['check_recipients_disabled'] = 'Tous les messages d’alarme sont désactivés sur ce site. Activez « Alarmes du dossier de dépôt » : Administration du site > Messagerie > Réglages des notifications.';
$string['check_recipients_mailoff'] = 'Le site n’envoie aucun courriel : $CFG->noemailever est défini dans config.php, ou la sortie « Courriel » est désactivée (Administration du site > Messagerie > Réglages des notifications).';
$string['check_recipients_noaddress'] = 'Aucun destinataire n’a d’adresse valable ni ne reçoit de courriels. Voyez leurs profils et leurs préférences de notification, ou choisissez d’autres destinataires dans les réglages.';
$string['check_recipients_nobody'] = 'Il n’y a aucun destinataire : choisissez-en dans les réglages, ou voyez si le site a un administrateur.';
$string['check_recipients_nomail'] = 'Aucune alarme ne peut partir par courriel : les destinataires n’ont que des notifications web.';
$string['check_recipients_none'] = 'Les alarmes ne peuvent atteindre personne.';
$string['check_recipients_ok'] = 'Les alarmes partent par courriel à {$a} destinataire(s).';
$string['check_toolsync'] = 'Dossier de dépôt : tool_sync';
$string['check_toolsync_advice'] = 'Mettez cette première ligne dans tool_sync_capture_input_files(), dans admin/tool/sync/lib.php : <code>\\tool_syncingest\\api::before_action(); return;</code>';
$string['check_toolsync_conflict'] = 'tool_sync prend des fichiers dans le même dossier, ignore lock.txt et le supprime : des fichiers peuvent être perdus.';
$string['check_toolsync_none'] = 'Le plugin tool_sync n’est pas installé.';
$string['check_toolsync_ok'] = 'tool_sync laisse la relève à ce plugin.';
$string['check_unknown'] = 'Impossible à vérifier d’ici ; voir la vérification de la bibliothèque.';
$string['checksum_ambiguous'] = 'son fichier de contrôle donne plusieurs empreintes, dont chacune peut être la bonne';
$string['checksum_empty'] = 'son fichier de contrôle est vide';
$string['checksum_no_digest'] = 'son fichier de contrôle ne contient pas de SHA-256, ou seulement le début d’un SHA-256';
$string['checksum_not_a_file'] = 'son fichier de contrôle est un lien, un dossier ou un fichier à deux noms';
$string['checksum_other_algorithm'] = 'l’empreinte de son fichier de contrôle n’est pas un SHA-256';
$string['checksum_other_file'] = 'son fichier de contrôle nomme un autre fichier';
$string['checksum_too_long'] = 'son fichier de contrôle dépasse 16 Kio';
$string['claimed'] = '{$a} fichier(s) sont réservés : en cours d’enregistrement, ou restés d’une relève inachevée.';
$string['cli_approve_help'] = 'Approuve ou refuse une exécution retenue.

php approve.php --run=ID --plan=EMPREINTE [--keep]
php approve.php --run=ID --refuse

--plan   l’empreinte affichée par runs.php --show : un autre plan n’est pas approuvé
--keep   laisser passer ajouts et modifications, et laisser de côté les retraits

Code de sortie : 0 fait, 1 une erreur, 64 usage.';
$string['cli_collect_help'] = 'Relève ce qui a été livré dans le dossier de dépôt, et signale les alarmes. Le cron le fait chaque minute de lui-même.

Options :
-h, --help          Afficher cette aide
-v, --verbose       Nommer chaque fichier relevé
    --budget=N      Ne rien commencer après N secondes
    --interactive   Laisser les courriels au cron
    --json          Un objet JSON au lieu de texte

Code de retour : 0 fait, ou rien à faire ; 75 un autre passe d’abord ; 3 un fichier a été refusé ou n’a pas pu être enregistré ; 1 échec ; 64 usage.

Exemple :
$ sudo -u www-data /usr/bin/php admin/tool/syncingest/cli/collect.php --verbose';
$string['cli_feeds_help'] = 'Liste, affiche, exporte, importe et modifie les flux.

php feeds.php list [--json]
php feeds.php show NOM
php feeds.php export [NOM…] > FICHIER
php feeds.php import FICHIER     (- est l’entrée standard)
php feeds.php set NOM stage=testing|live|paused [place=NUMÉRO] [OPTION=VALEUR…]

Une OPTION est un nom affiché par show ; une VALEUR est du texte ou du JSON. Les flux importés sont en test.

Code de sortie : 0 fait, 1 une erreur, 64 usage.';
$string['cli_rejected_help'] = 'Montre les fichiers refusés, ou traite l’un d’eux.

Options :
-h, --help          Affiche cette aide
    --list=N        Les N premiers fichiers refusés, en JSON ; textes en base64
    --show=ID       L’un d’eux
    --putback=ID    Le remet dans le dossier de dépôt, pour être relevé de nouveau
    --store=ID      L’enregistre sous le nom que Moodle lui donne
    --delete=ID     Le supprime définitivement
    --json          Un tableau JSON de noms et de problèmes au lieu de texte
    --user=N        Le consigne comme fait par l’utilisateur de cet identifiant

Au lieu d’un ID, on peut en donner plusieurs, séparés par des virgules.

Code de retour : 0 c’est fait ; 1 échec ; 64 mauvaise utilisation.

Exemple :
$ sudo -u www-data /usr/bin/php admin/tool/syncingest/cli/rejected.php --list=10';
$string['cli_run_help'] = 'Fait passer un fichier par un flux.

php run.php --feed=NOM --file=FICHIER [--dry] [--wait] [--json]

--dry    planifier seulement : rien ne change dans Moodle
--wait   exécuter ici, et attendre que ce soit terminé ou retenu ; sinon, le cron s’en charge

Code de sortie : 0 fait, 1 échec ou refus, 3 des lignes ont échoué, 64 usage, 75 retenu ou en attente.';
$string['cli_runs_help'] = 'Liste les exécutions, ou en affiche une avec ses résultats.

php runs.php [--feed=NOM] [--list=NOMBRE] [--json]
php runs.php --show=ID [--json]
php runs.php --failed=ID          lignes en échec en CSV, pour un nouvel envoi
php runs.php --cancel=ID | --again=ID

Code de sortie : 0 fait, 1 une erreur, 64 usage.';
$string['cli_status_help'] = 'Montre l’état du dossier de dépôt, et ne change rien.

Options :
-h, --help          Afficher cette aide

Code de retour, comme l’attendent les outils de surveillance : 0 OK, 1 avertissement, 2 critique, 3 inconnu.

Exemple :
$ sudo -u www-data /usr/bin/php admin/tool/syncingest/cli/status.php';
$string['cli_unlock_help'] = 'Supprime un verrou trop ancien du dossier de dépôt.

Options :
-h, --help          Afficher cette aide
    --collector     Supprimer lock.txt
    --agent         Supprimer alock.txt
    --force         Même s’il n’est pas trop ancien : celui qui l’a posé est mort
    --user=ID       Qui le demande, pour le journal

Exemple :
$ sudo -u www-data /usr/bin/php admin/tool/syncingest/cli/unlock.php --agent';
$string['collecting'] = 'Relève : {$a->done} fichiers sur {$a->total}';
$string['collectnow'] = 'Relever maintenant';
$string['confirmdelete'] = 'Supprimer définitivement {$a} fichier(s) refusé(s) ?';
$string['confirmdeletestored'] = 'Supprimer définitivement {$a} fichier(s) enregistré(s) ?';
$string['confirmunlock'] = 'Supprimer {$a} ? Ne le faites que si vous êtes sûr que son auteur ne travaille plus : une livraison en cours pourrait être prise à moitié.';
$string['confirmunlockfresh'] = '{$a} n’est pas trop ancien. Le supprimer quand même ? Ne le faites que si vous savez que celui qui l’a posé est mort : une livraison en cours serait prise à moitié.';
$string['count'] = 'Nombre';
$string['deliveredas'] = 'livré sous le nom « {$a} »';
$string['detail'] = 'Détail';
$string['done'] = 'Fait.';
$string['downloadzip'] = 'Télécharger dans un zip';
$string['draftgone'] = 'Cette page est restée ouverte trop longtemps, ou a été rouverte ailleurs ; rien n’a été enregistré. Recommencez.';
$string['ended'] = 'Fin';
$string['environment'] = 'Environnement';
$string['event_alarm_over'] = 'Alarme terminée';
$string['event_alarm_raised'] = 'Alarme déclenchée';
$string['event_feed_deleted'] = 'Flux supprimé';
$string['event_feed_saved'] = 'Flux enregistré';
$string['event_file_collected'] = 'Fichier relevé';
$string['event_file_deleted'] = 'Fichier enregistré supprimé';
$string['event_file_downloaded'] = 'Fichier enregistré téléchargé';
$string['event_file_expired'] = 'Fichier enregistré supprimé en raison de son âge';
$string['event_file_rejected'] = 'Fichier refusé';
$string['event_file_uploaded'] = 'Fichier ajouté à la main';
$string['event_lock_removed'] = 'Verrou supprimé';
$string['event_rejected_file_deleted'] = 'Fichier refusé supprimé';
$string['event_rejected_file_downloaded'] = 'Fichier refusé téléchargé';
$string['event_rejected_file_put_back'] = 'Fichier refusé remis dans le dossier';
$string['event_rejected_file_stored'] = 'Fichier refusé enregistré';
$string['event_run_decided'] = 'Décision sur une exécution de flux';
$string['event_run_finished'] = 'Exécution de flux terminée';
$string['evidence'] = 'Indice';
$string['evidence_agent_lock'] = 'les agents verrouillent toujours';
$string['evidence_by_hand'] = 'déposé à la main';
$string['evidence_complete'] = 'somme de contrôle';
$string['evidence_settled'] = 'au repos assez longtemps';
$string['evidence_unknown'] = 'connu de la bibliothèque';
$string['explain_feeds'] = 'Flux : {$a}.';
$string['explain_files'] = 'Fichiers : {$a}';
$string['explain_lock'] = '{$a->name} est là depuis : {$a->since}, soit {$a->age}. Son auteur : {$a->holder}.';
$string['explain_lock_ahead'] = '{$a->name} dit avoir été créé : {$a->since}, dans {$a->age}. Son auteur : {$a->holder}.';
$string['explain_lock_disagreement'] = '{$a->name} a été modifié, selon lui-même : {$a->modified} ; selon le système de fichiers : {$a->changed}. Son auteur : {$a->holder}.';
$string['explain_lock_recovered'] = 'La collecte interrompue : {$a->holder} ; elle avait écrit {$a->name} : {$a->since}.';
$string['explain_words'] = 'Dans les termes de la bibliothèque ou du système : {$a}';
$string['fact_area'] = 'Zone de fichiers';
$string['fact_ffi_cli'] = 'FFI pour le cron';
$string['fact_ffi_web'] = 'FFI pour les pages web';
$string['fact_filesystem'] = 'Système de fichiers';
$string['fact_folder'] = 'Dossier de dépôt';
$string['fact_library'] = 'Bibliothèque';
$string['fact_workarea'] = 'Zone de travail';
$string['feed_interrupted'] = 'Les flux ont été interrompus et reprendront au prochain passage du cron : {$a}';
$string['feed_log'] = 'Exécution {$a->id} : {$a->state}, {$a->done} sur {$a->total}';
$string['feed_nochild'] = 'Le programme {$a} ne peut pas être lancé.';
$string['feed_noprocessor'] = 'Il n’existe pas de traitement « {$a} ».';
$string['feed_notables'] = 'La bibliothèque de ce serveur ne sait pas lire les tableaux. Installez la bibliothèque de cette version.';
$string['feed_notfound'] = 'Il n’existe pas de flux « {$a} ».';
$string['feed_notjson'] = 'Ceci n’est pas une exportation de flux. {$a}';
$string['feed_problem_after_cycle'] = 'Il viendrait après lui-même.';
$string['feed_problem_after_paused'] = 'Un flux qui le précède est en pause.';
$string['feed_problem_after_testing'] = 'Un flux qui le précède est en test.';
$string['feed_problem_after_unknown'] = 'Il n’existe pas de tel flux à placer avant lui.';
$string['feed_problem_column'] = 'Le traitement n’a pas de colonne « {$a} ».';
$string['feed_problem_key'] = 'Il n’a pas de clé.';
$string['feed_problem_limit'] = 'La limite « {$a} » n’est pas un nombre possible.';
$string['feed_problem_malformed'] = 'Une valeur n’est pas du bon type.';
$string['feed_problem_mapped_twice'] = 'Deux colonnes du fichier vont dans une seule.';
$string['feed_problem_mapping'] = 'Un fichier transmis en entier n’a pas de correspondance de colonnes.';
$string['feed_problem_name'] = 'Un nom a de 1 à 100 caractères.';
$string['feed_problem_name_taken'] = 'Un autre flux porte ce nom.';
$string['feed_problem_pattern_empty'] = 'Le motif est vide.';
$string['feed_problem_pattern_encoding'] = 'Le motif n’est pas en UTF-8.';
$string['feed_problem_pattern_folder'] = 'Un nom de fichier n’a pas de barre oblique.';
$string['feed_problem_pattern_never_collected'] = 'Les noms qui commencent par . ou _ ne sont jamais collectés.';
$string['feed_problem_pattern_repeated_wildcard'] = '{date}, {seq} et {part} ne peuvent figurer qu’une fois.';
$string['feed_problem_pattern_unknown_wildcard'] = 'Les jokers sont {date}, {seq}, {part} et {any}.';
$string['feed_problem_pattern_whole_without_part'] = 'Avec des fichiers complets, {any} exige {part} : les fichiers de deux établissements retireraient les personnes l’un de l’autre.';
$string['feed_problem_processor'] = 'Il n’existe pas de tel traitement.';
$string['feed_problem_processor_category'] = 'Aucune catégorie de cours n’a ce numéro, ou plusieurs l’ont.';
$string['feed_problem_processor_cohorts_key'] = 'La clé est la colonne cohort ou, pour les membres, les deux colonnes cohort et user.';
$string['feed_problem_processor_courses_key'] = 'La clé d’un cours est une seule colonne : idnumber ou shortname.';
$string['feed_problem_processor_options'] = 'Le traitement n’a pas de telle option.';
$string['feed_problem_processor_target'] = 'Le plugin de la tâche n’a pas de telle zone de fichiers ou de tel réglage.';
$string['feed_problem_processor_task'] = 'Il n’existe pas de telle tâche programmée d’un autre plugin.';
$string['feed_problem_processor_timeout'] = 'Le délai est un nombre de secondes.';
$string['feed_problem_processor_users_auth'] = 'Cette méthode d’authentification n’existe pas.';
$string['feed_problem_processor_users_delete_after'] = 'delete_after est un nombre de jours, et demande « gone » : « suspend ».';
$string['feed_problem_processor_users_key'] = 'La clé d’un utilisateur est une seule colonne : username, idnumber ou email.';
$string['feed_problem_quiet'] = 'Les heures calmes s’écrivent 07:30-18:00 ou 2026-07-01..2026-08-31.';
$string['feed_problems'] = 'Le flux ne peut pas être enregistré. {$a}';
$string['ffi_refused'] = 'refusé ({$a})';
$string['ffi_unusable'] = 'inutilisable ({$a})';
$string['ffi_without_library'] = 'fonctionne, mais la bibliothèque manque ({$a})';
$string['ffi_works'] = 'fonctionne ({$a})';
$string['filemanager'] = 'Gestionnaire de fichiers';
$string['filesintro'] = 'Tout ce qui a été relevé, sous son propre nom ; les versions remplacées sont sous archives.';
$string['fileskept'] = '{$a} fichier(s) avaient changé entre-temps et sont restés tels quels.';
$string['filespage'] = 'Fichiers enregistrés';
$string['givenname'] = 'Nom dans Moodle';
$string['goon'] = 'Ne pas attendre';
$string['hash'] = 'SHA-1';
$string['historyintro'] = 'Toutes les livraisons enregistrées, et tous les fichiers ajoutés à la main.';
$string['historypage'] = 'Historique';
$string['historytime'] = 'Garder l’historique';
$string['historytime_desc'] = 'Durée de conservation de la liste des fichiers relevés. 0 : toujours.';
$string['holder_account'] = 'un tiers (compte {$a->account})';
$string['holder_agent'] = 'l’agent « {$a->name} » sur la machine {$a->host} (sync_ingest {$a->version})';
$string['holder_collector'] = 'sync_ingest {$a->version} sur la machine {$a->host}';
$string['holder_odd_directory'] = 'inconnu (c’est un dossier)';
$string['holder_odd_special_file'] = 'inconnu (c’est un tube nommé, une socket ou un périphérique)';
$string['holder_odd_symbolic_link'] = 'inconnu (c’est un lien symbolique)';
$string['holder_odd_unreadable_file'] = 'inconnu (c’est un fichier que l’utilisateur du serveur web ne peut pas lire)';
$string['holder_remote_agent'] = 'l’agent « {$a->name} » sur la machine {$a->host} (sync-deliver)';
$string['holder_remote_agent_ftp'] = 'l’agent « {$a->name} » (sync-deliver par FTP)';
$string['holder_user'] = 'un tiers (utilisateur numéro {$a->user})';
$string['incident_has_ended'] = 'terminée';
$string['incident_is_active'] = 'active';
$string['incident_subject'] = '{$a->alarm} : {$a->subject}';
$string['intransaction'] = 'des fichiers attendent, mais l’appelant a ouvert une transaction ; appelez avant qu’elle commence';
$string['lastnotice'] = 'Dernier avis';
$string['lastround'] = 'Dernier passage du cron : {$a}';
$string['lists'] = 'Listes';
$string['lock_agent'] = 'Une livraison est en cours ; rien n’est relevé.';
$string['lock_collector'] = 'Une relève est en cours ; les agents attendent.';
$string['lockgone'] = 'il n’est plus là';
$string['lockheld'] = '{$a->name}, depuis {$a->age} : {$a->holder}';
$string['locklost'] = 'lock.txt a été supprimé pendant la relève ; ce qui n’a pas été enregistré sera proposé à nouveau';
$string['locknotstale'] = 'il n’est plus là, ou il n’est pas trop ancien';
$string['locks'] = 'Verrous';
$string['mail_news'] = '{$a->new} de plus depuis le dernier message. {$a->alarm} : {$a->count} en tout, depuis {$a->since}.';
$string['mail_news_subject'] = '{$a->site} ({$a->folder}) : {$a->new} de plus : {$a->alarm}';
$string['mail_over'] = 'Tout est rentré dans l’ordre : {$a->over}. Cette alarme est terminée : {$a->alarm}. Elle avait commencé : {$a->since}.';
$string['mail_over_subject'] = '{$a->site} ({$a->folder}) : terminé : {$a->alarm}';
$string['mail_page'] = 'La page d’état : {$a}';
$string['mail_place'] = 'Site : {$a->site}, {$a->url}. Dossier de dépôt : {$a->folder} sur la machine {$a->host}.';
$string['mail_raised'] = 'Alarme : {$a->alarm}. Depuis : {$a->since}. Nombre : {$a->count}.';
$string['mail_raised_subject'] = '{$a->site} ({$a->folder}) : {$a->alarm}';
$string['mail_reminder'] = 'Cette alarme dure toujours : {$a->alarm}. Depuis : {$a->since}. Nombre : {$a->count}.';
$string['mail_reminder_subject'] = '{$a->site} ({$a->folder}) : toujours : {$a->alarm}';
$string['managerintro'] = 'Ce que vous ajoutez, remplacez ou supprimez prend effet à l’enregistrement. Les fichiers qui arrivent entre-temps sont conservés.';
$string['maxage'] = 'Âge d’alarme';
$string['maxage_desc'] = 'Un verrou, ou un transfert qui ne se termine pas, devient une alarme au-delà de cet âge.';
$string['maxsize'] = 'Taille maximale (Mo)';
$string['maxsize_desc'] = 'Les fichiers plus grands sont laissés de côté. 0 : 4096 Mo.';
$string['messageprovider:alarm'] = 'Alarmes du dossier de dépôt';
$string['nametaken'] = 'Un autre fichier est enregistré sous le nom « {$a} » : supprimez-le d’abord, ou faites livrer celui-ci sous un autre nom.';
$string['noalarms'] = 'Aucune alarme en cours.';
$string['nofolder'] = 'Le dossier de dépôt {$a} n’existe pas et n’a pas pu être créé.';
$string['nopathtophp'] = 'cette page ne peut pas utiliser la bibliothèque, et la ligne de commande de PHP est introuvable (Administration du site > Serveur > Chemins système). {$a}';
$string['norejected'] = 'Ce fichier refusé n’existe pas ou plus.';
$string['nostored'] = 'Ce fichier enregistré n’existe pas (ou plus).';
$string['notanswered'] = 'La ligne de commande de PHP n’a pas répondu : {$a}';
$string['nothingchosen'] = 'Aucun fichier n’a été choisi.';
$string['obstacle_folder_not_writable'] = 'L’utilisateur du serveur web ({$a->number}) ne peut rien retirer de {$a->folder}. En tant que root : chgrp {$a->group} {$a->folder} && chmod 2770 {$a->folder}';
$string['obstacle_group_not_inherited'] = 'Les fichiers gardent le groupe du compte qui livre ({$a->number}), parce que le dossier de dépôt ne leur donne pas le sien. En tant que root : chmod g+s {$a->folder}';
$string['obstacle_private_file'] = 'Un fichier a le mode {$a->number}, que seul son propriétaire peut lire : que le compte qui dépose mette 0640 (avec sftp : chmod 640 après put ; avec WinSCP : put -permissions=640 ; sync-deliver le fait ; pour vsftpd : file_open_mode=0666 et local_umask=007).';
$string['obstacle_read_only_file_system'] = 'Le système de fichiers du dossier de dépôt est monté en lecture seule : remontez-le en écriture.';
$string['obstacle_refused'] = 'Le système refuse de lire ou de déplacer un fichier (erreur numéro {$a->number}) : 13, propriétaire ou mode ; 1, attributs (lsattr) ou « sticky bit » ; 18, projet ou montage sous le dossier ; pour les autres, voyez le journal du noyau (dmesg) et le disque.';
$string['obstacle_sticky_folder'] = 'Le dossier de dépôt porte le « sticky bit » (+t) : chacun n’y déplace que ses propres fichiers. Retirez-le : chmod -t {$a->folder}';
$string['outcome_agent_delivering'] = 'Une livraison est en cours (alock.txt est présent) : rien n’est relevé avant qu’elle soit finie.';
$string['outcome_collected'] = '{$a->count} fichier(s) relevé(s).';
$string['outcome_collector_busy'] = 'Une autre relève est en cours (lock.txt est présent).';
$string['outcome_failed'] = 'Rien n’a pu être relevé : {$a->problem}';
$string['outcome_nothing'] = 'Rien n’attend d’être relevé.';
$string['outcome_putback'] = '{$a} fichier(s) n’ont pas pu être enregistrés ; un nouvel essai aura lieu.';
$string['outcome_readyin'] = '{$a->count} fichier(s) ne sont pas encore prêts ; le premier le sera dans {$a->seconds} s : {$a->names}.';
$string['outcome_rejected'] = '{$a} fichier(s) refusé(s) et mis de côté.';
$string['outcome_remaining'] = '{$a} fichier(s) restent pour la prochaine relève.';
$string['outcome_stalelock'] = '{$a} est trop ancien : rien n’est relevé tant qu’il est là. Voir la page d’état.';
$string['outcome_superseded'] = '{$a} version(s) plus ancienne(s) n’ont pas été enregistrées, car une plus récente avait déjà été livrée.';
$string['outcome_suspended'] = 'Rien n’est relevé : {$a->problem}';
$string['outcome_unready'] = '{$a->count} fichier(s) ne sont pas encore prêts : {$a->names}.';
$string['outcome_viacommandline'] = '(Fait par la ligne de commande de PHP, car cette page ne peut pas utiliser la bibliothèque.)';
$string['pluginname'] = 'Dossier de dépôt (sync_ingest)';
$string['privacy:metadata:core_files'] = 'Les fichiers livrés sont enregistrés dans la zone de fichiers de ce plugin, au niveau du site. Ils n’appartiennent à aucun utilisateur, mais peuvent contenir des données personnelles du système distant.';
$string['privacy:metadata:core_message'] = 'Les alarmes sont envoyées comme messages aux destinataires choisis.';
$string['privacy:metadata:tool_syncingest_notices'] = 'Quelles alarmes ont été envoyées à qui, pour qu’aucune ne parte deux fois.';
$string['privacy:metadata:tool_syncingest_notices:channel'] = 'La sortie de message par laquelle elle est partie.';
$string['privacy:metadata:tool_syncingest_notices:timesent'] = 'Quand elle est partie.';
$string['privacy:metadata:tool_syncingest_notices:userid'] = 'Le destinataire.';
$string['privacy:metadata:tool_syncingest_records'] = 'Ce que les flux savent des utilisateurs qu’ils ont créés, repris ou vus.';
$string['privacy:metadata:tool_syncingest_records:objectid'] = 'L’utilisateur.';
$string['privacy:metadata:tool_syncingest_records:owned'] = 'Si un flux a créé, repris ou seulement vu le compte.';
$string['privacy:metadata:tool_syncingest_rows'] = 'Ce que sont devenues les lignes de fichiers reçus qui concernent un utilisateur.';
$string['privacy:metadata:tool_syncingest_rows:detail'] = 'Valeurs avant et après.';
$string['privacy:metadata:tool_syncingest_rows:keytext'] = 'La clé de la ligne.';
$string['privacy:metadata:tool_syncingest_rows:objectid'] = 'L’utilisateur.';
$string['privacy:metadata:tool_syncingest_rows:timemodified'] = 'Quand.';
$string['privacy:path:feeds'] = 'Flux';
$string['putback'] = 'Remettre';
$string['putback_dropped'] = 'La relève s’est terminée sans réponse pour ce fichier';
$string['putback_not_answered'] = 'La relève s’est terminée avant que ce fichier ait été enregistré';
$string['putback_not_offered'] = 'La relève s’est terminée avant le tour de ce fichier';
$string['readyin'] = 'Le premier des fichiers pas encore prêts le sera dans {$a} s.';
$string['reason'] = 'Raison';
$string['reason_additions'] = '{$a->count} ajouts ; plus de {$a->floor} et de {$a->share} % de {$a->whole}';
$string['reason_by_hand'] = 'refusée par une personne';
$string['reason_changes'] = '{$a->count} modifications ; plus de {$a->share} % de {$a->whole} lignes';
$string['reason_deletions'] = '{$a->count} comptes seraient supprimés, ce qui est irréversible';
$string['reason_delimiter'] = 'le séparateur est « {$a->is} » et était « {$a->was} »';
$string['reason_emptied'] = '{$a->scope} perdrait la totalité de ses {$a->count} membres';
$string['reason_encoding'] = 'l’encodage est {$a->is} et était {$a->was}';
$string['reason_exception'] = '{$a->message} {$a->detail}';
$string['reason_failed'] = '{$a->count} lignes échouent ; plus de {$a->share} % de {$a->whole}';
$string['reason_first_removals'] = '{$a->count} retraits, les premiers depuis le changement de mode, de clé, de motif, de portée ou de traitement';
$string['reason_gap'] = 'un numéro qui le précède manque';
$string['reason_handed_over'] = 'la tâche {$a->task} s’est terminée après {$a->seconds} s';
$string['reason_header'] = 'l’en-tête est différent ; manquent : {$a->missing} ; nouveaux : {$a->new}';
$string['reason_header_alone'] = 'le fichier a un en-tête et aucune ligne';
$string['reason_no_final_newline'] = 'la dernière ligne ne se termine pas ; le fichier est peut-être tronqué';
$string['reason_older'] = 'plus ancien que ce qui est appliqué';
$string['reason_owner_capability'] = 'le propriétaire du flux, {$a->user}, n’a pas {$a->capability}';
$string['reason_owner_gone'] = 'le propriétaire du flux n’existe plus ; enregistrez le flux';
$string['reason_owner_suspended'] = 'le propriétaire du flux, {$a->user}, est suspendu ; enregistrez le flux';
$string['reason_ragged_last'] = 'la dernière ligne est trop courte et ne se termine pas ; le fichier est tronqué';
$string['reason_removals'] = '{$a->count} retraits en 24 heures ; plus de {$a->floor} et de {$a->share} % de {$a->whole}';
$string['reason_removals_unknown'] = 'personne n’a été retiré : la clé de la ligne {$a->line} est illisible';
$string['reason_removals_withheld'] = '{$a->count} retraits ont été laissés de côté';
$string['reason_short'] = '{$a->count} lignes ; moins de {$a->share} % de {$a->median}, la médiane des derniers fichiers';
$string['reason_spoiled'] = 'plus de lignes qu’avant avec du texte mal encodé : {$a->count}';
$string['reason_target'] = 'le fichier ne peut pas être placé à {$a->target}';
$string['reason_task_busy'] = 'un autre processus exécutait la tâche {$a->task} pendant tout ce temps';
$string['reason_task_failed'] = 'la tâche {$a->task} a échoué, code de sortie {$a->status} : {$a->output}';
$string['reason_task_missing'] = 'il n’y a pas de tâche {$a->task}';
$string['reason_task_timeout'] = 'la tâche {$a->task} a été interrompue après {$a->seconds} s : {$a->output}';
$string['reason_three_starts'] = 'trois démarrages sans progrès';
$string['reason_unreadable'] = 'le fichier ne peut pas être lu comme un tableau : {$a->reason} (ligne {$a->line}, octet {$a->byte})';
$string['reason_weekly'] = '{$a->count} retraits en sept jours ; plus de {$a->floor} et de {$a->share} % de {$a->whole}';
$string['reasonwords'] = 'Texte du motif';
$string['recipe'] = 'Un compte qui livre par SFTP';
$string['recipe_commands'] = 'En tant que root, une fois, avec un autre nom que registry si vous voulez. Le compte a son propre groupe, ne voit que le dossier de dépôt, et n’atteint pas les fichiers de Moodle :';
$string['recipe_copy_commands'] = 'Copier les commandes';
$string['recipe_copy_server'] = 'Copier les réglages de sshd';
$string['recipe_mount'] = 'Dans /etc/fstab, pour que le dossier soit là après un redémarrage :';
$string['recipe_server'] = 'Dans /etc/ssh/sshd_config, puis systemctl reload ssh :';
$string['recipients'] = 'Destinataires des alarmes';
$string['recipients_desc'] = 'Qui reçoit un courriel. Tant que personne n’est choisi : les administrateurs.';
$string['rejectedfailed'] = 'Le fichier refusé reste tel quel : {$a}';
$string['rejectedfiles'] = 'Fichiers refusés';
$string['rejectedincomplete'] = 'La liste est encore en cours de lecture ; le cron la complète en quelques minutes.';
$string['rejectedintro'] = 'Les fichiers mis de côté, chacun avec son motif. Ils sont conservés jusqu’à ce que quelqu’un s’en occupe.';
$string['rejectedtime'] = 'Garder les fichiers refusés';
$string['rejectedtime_desc'] = 'Durée de conservation d’un fichier refusé. 0 : jusqu’à ce qu’on le supprime.';
$string['rejection_infected'] = 'L’antivirus a trouvé quelque chose : {$a}';
$string['rejection_name_forbidden'] = 'Moodle n’admet aucun fichier de ce nom';
$string['rejection_name_not_utf8'] = 'Le nom n’est pas de l’UTF-8 valide, et Moodle ne peut pas le garder';
$string['rejection_name_renamed'] = 'Moodle le renommerait en « {$a} »';
$string['rejection_name_taken'] = 'Moodle l’enregistrerait sous le nom « {$a} », qui est celui d’un autre fichier enregistré';
$string['rejection_name_too_long'] = 'Le nom est trop long pour Moodle';
$string['rejection_not_a_file'] = 'Il a été remplacé par autre chose qu’un fichier pendant la relève';
$string['rejection_other'] = 'Un autre motif';
$string['rejection_store_died'] = 'La relève s’est interrompue {$a} fois en enregistrant ce fichier';
$string['rejection_superseded'] = 'Un fichier plus récent de ce nom a été livré avant que celui-ci ait pu être enregistré';
$string['reminder'] = 'Rappel';
$string['reminder_desc'] = 'Un courriel est renvoyé quand une alarme dure aussi longtemps. 0 : jamais.';
$string['removefreshlock'] = 'Supprimer ce verrou, dont l’auteur est mort';
$string['removelock'] = 'Supprimer ce verrou';
$string['replaced'] = 'remplace une version';
$string['replacedversions'] = 'Versions remplacées';
$string['resulttime'] = 'Conserver les résultats des lignes';
$string['resulttime_desc'] = 'Combien de temps les résultats des lignes des flux sont conservés. Ils contiennent des données personnelles. Vide ou 0 : pour toujours.';
$string['retention'] = 'Conserver les fichiers enregistrés';
$string['retention_desc'] = 'Combien de temps les fichiers enregistrés sont conservés : une règle par ligne, un motif et un nombre de jours, comme <code>presences-*.csv 90</code>. La première règle qui correspond au nom décide ; un fichier auquel aucune ne correspond est conservé sans limite. Vide : tous le sont.';
$string['retention_invalid'] = 'La ligne {$a} ne peut pas être comprise : écrivez un motif de noms, un espace, et un nombre de jours de 1 à 36500.';
$string['row_ambiguous'] = 'plusieurs comptes ont {$a->column} « {$a->value} »';
$string['row_auth'] = '« {$a->value} » n’est pas une méthode d’authentification';
$string['row_capability'] = 'le propriétaire du flux n’a pas {$a->capability} dans {$a->where}';
$string['row_category_ambiguous'] = 'plusieurs catégories de cours s’appellent « {$a->value} »';
$string['row_category_gone'] = 'la catégorie de cours a été supprimée entre-temps';
$string['row_category_missing'] = 'il n’y a pas de catégorie de cours « {$a->value} »';
$string['row_cohort_ambiguous'] = 'plusieurs cohortes ont le numéro « {$a->value} »';
$string['row_cohort_foreign'] = 'la cohorte « {$a->value} » appartient à un autre plugin';
$string['row_cohort_gone'] = 'la cohorte a été supprimée entre-temps';
$string['row_cohort_missing'] = 'aucune cohorte n’a le numéro « {$a->value} »';
$string['row_cohort_of_another_key'] = 'une autre cohorte a désormais le numéro « {$a->value} »';
$string['row_country'] = '« {$a->value} » n’est pas un code de pays à deux lettres';
$string['row_course_ambiguous'] = 'plusieurs cours ont {$a->column} « {$a->value} »';
$string['row_course_deleted'] = 'le cours a été supprimé entre-temps';
$string['row_course_format'] = 'le format de cours « {$a->value} » n’est pas installé ou est désactivé';
$string['row_course_needed'] = '{$a->column} est nécessaire pour un nouveau cours';
$string['row_course_of_another_key'] = 'un autre cours a désormais {$a->column} « {$a->value} »';
$string['row_course_site'] = 'c’est la page d’accueil du site, qu’aucun flux ne modifie';
$string['row_course_taken'] = 'un autre cours a {$a->column} « {$a->value} »';
$string['row_custom_field'] = '{$a->column} : {$a->reason}';
$string['row_date'] = '{$a->column} : « {$a->value} » n’est pas compris comme une date ; écrivez 2026-09-01';
$string['row_email'] = '« {$a->value} » n’est pas une adresse de courriel';
$string['row_end_before_start'] = 'la fin ({$a->end}) précéderait le début ({$a->start})';
$string['row_exception'] = 'Moodle : {$a->message} {$a->detail}';
$string['row_flag'] = '{$a->column} : « {$a->value} » n’est ni oui ni non ; écrivez 1 ou 0';
$string['row_key_of_another'] = 'un autre compte a désormais {$a->column} « {$a->value} »';
$string['row_lang'] = 'la langue « {$a->value} » n’est pas installée';
$string['row_member_action'] = '« {$a->value} » n’est pas compris ; écrivez add ou remove';
$string['row_menu'] = '{$a->column} : « {$a->value} » ne fait pas partie des choix';
$string['row_missing'] = '{$a->column} est nécessaire pour un nouveau compte';
$string['row_needed'] = '{$a->column} est vide';
$string['row_not_deleted'] = 'Moodle a refusé de supprimer le compte';
$string['row_not_storable'] = '{$a->column} : Moodle modifierait « {$a->value} » sans le dire';
$string['row_number'] = '{$a->column} : « {$a->value} » n’est pas un nombre';
$string['row_object_gone'] = 'le compte a été supprimé entre-temps';
$string['row_password'] = 'le mot de passe est refusé : {$a->reason}';
$string['row_protected'] = 'il ne faut pas toucher à ce compte ({$a->reason})';
$string['row_table_ragged'] = 'plus ou moins de cellules que l’en-tête';
$string['row_taken'] = 'un autre compte a {$a->column} « {$a->value} »';
$string['row_timezone'] = '« {$a->value} » n’est pas un fuseau horaire';
$string['row_too_long'] = '{$a->column} dépasse {$a->longest} caractères';
$string['row_user_missing'] = 'aucun compte n’a {$a->column} « {$a->value} »';
$string['row_username'] = '« {$a->value} » n’est pas un nom d’utilisateur : des lettres sans accent, des chiffres et . _ - @ seulement';
$string['run_moved'] = 'L’exécution {$a} a changé entre-temps. Regardez-la à nouveau.';
$string['run_nocells'] = 'La ligne {$a} n’est pas dans le fichier de travail.';
$string['run_nocontent'] = 'Le contenu du fichier n’est plus dans la zone de fichiers. Faites-le envoyer à nouveau.';
$string['run_nofolder'] = 'Le dossier {$a} ne peut être ni créé ni modifié. Vérifiez à qui il appartient.';
$string['run_nospace'] = 'Le fichier de travail ne peut pas être écrit : le disque est-il plein ?';
$string['run_notfound'] = 'Il n’existe pas d’exécution {$a}.';
$string['run_notheld'] = 'L’exécution {$a} n’est pas retenue.';
$string['run_otherplan'] = 'Le plan de l’exécution {$a} a changé. Regardez-le à nouveau.';
$string['sendtest'] = 'Envoyer une alarme d’essai';
$string['settings'] = 'Réglages';
$string['settings_places'] = 'Le dossier de dépôt est {$a}. Il ne peut être changé que dans config.php : <code>$CFG->tool_syncingest_folder</code> ; la bibliothèque par <code>$CFG->tool_syncingest_library</code>.';
$string['settle'] = 'Temps de repos (secondes)';
$string['settle_desc'] = 'Durée sans modification avant qu’un fichier soit relevé. Vide : 30 s sur un système de fichiers local, 90 s sur un réseau. 0 : tous les agents utilisent alock.txt, il n’y a rien à attendre.';
$string['showperpage'] = 'Afficher {$a} par page';
$string['since'] = 'Depuis';
$string['skip_batch_full'] = 'Le lot était plein : la prochaine relève le prendra';
$string['skip_changed_meanwhile'] = 'Modifié pendant sa réservation';
$string['skip_checksum_mismatch'] = 'Il ne correspond pas à son fichier de contrôle';
$string['skip_directory'] = 'Répertoires';
$string['skip_hard_link'] = 'Le fichier a un second nom par lequel il pourrait être modifié';
$string['skip_hidden'] = 'Caché : le nom commence par un point, ou c’est un fichier propre à un système';
$string['skip_hostile_name'] = 'Le nom contient des caractères de contrôle';
$string['skip_lock_file'] = 'Fichiers de verrou';
$string['skip_omitted'] = 'Omis : le nom commence par un tiret bas';
$string['skip_open_for_writing'] = 'Un processus l’a ouvert en écriture';
$string['skip_special_file'] = 'FIFO, sockets, périphériques';
$string['skip_symbolic_link'] = 'Les liens symboliques ne sont jamais suivis';
$string['skip_too_large'] = 'Plus grand que la limite';
$string['skip_unchecked'] = 'Impossible à examiner';
$string['skip_unclaimable'] = 'Impossible à déplacer dans la zone de travail';
$string['skip_unfinished_name'] = 'Le nom est celui d’un fichier inachevé, temporaire ou de sauvegarde';
$string['skip_unreadable'] = 'L’utilisateur du serveur web ne peut pas le lire';
$string['skip_unreadable_checksum'] = 'Son fichier de contrôle est incompréhensible';
$string['skip_unsettled'] = 'Modifié à l’instant : le transfert est peut-être en cours';
$string['skip_waits_for_older'] = 'Une livraison plus ancienne du même nom passe d’abord';
$string['skipped'] = 'Laissés de côté';
$string['skippednone'] = 'Rien n’est laissé de côté.';
$string['stage_live'] = 'en service';
$string['stage_paused'] = 'en pause';
$string['stage_testing'] = 'en test';
$string['stale'] = 'trop ancien';
$string['state'] = 'État';
$string['state_cancelled'] = 'annulée';
$string['state_checking'] = 'vérification';
$string['state_done'] = 'terminée';
$string['state_done_with_errors'] = 'terminée avec des erreurs';
$string['state_failed'] = 'en échec';
$string['state_held'] = 'retenue';
$string['state_queued'] = 'en attente';
$string['state_refused'] = 'refusée';
$string['state_running'] = 'en cours';
$string['state_superseded'] = 'remplacée';
$string['statuspage'] = 'État';
$string['step_collected'] = 'des fichiers ont déjà été relevés';
$string['step_cron'] = 'Cron';
$string['step_cron_done'] = 'Il a relevé il y a {$a}.';
$string['step_cron_late'] = 'Il a relevé il y a {$a}, et devrait le faire chaque minute. Dans /etc/crontab de la machine ou un fichier de /etc/cron.d :';
$string['step_cron_never'] = 'Il n’a encore rien relevé. Il devrait passer chaque minute ; dans /etc/crontab de la machine ou un fichier de /etc/cron.d :';
$string['step_delivery'] = 'Livraison d’essai';
$string['step_delivery_button'] = 'Livrer un fichier d’essai';
$string['step_delivery_done'] = 'Une livraison est arrivée : {$a}.';
$string['step_delivery_never'] = 'Rien n’a encore été relevé. Le bouton met un petit fichier dans le dossier de dépôt, le relève, et supprime ce qui a été enregistré. Depuis la machine de l’agent : sync-deliver --check.';
$string['step_done'] = 'fait';
$string['step_ffi'] = 'PHP dans les pages web';
$string['step_ffi_commandline'] = 'Les pages web ne peuvent pas utiliser la bibliothèque et passent par la ligne de commande de PHP : {$a}. Cela marche ; FFI dans les pages web serait plus rapide.';
$string['step_ffi_done'] = 'Les pages web utilisent elles-mêmes la bibliothèque.';
$string['step_ffi_refused'] = 'Les pages web ne peuvent pas utiliser la bibliothèque, et la ligne de commande de PHP est introuvable. Indiquez son chemin sous Administration du site > Serveur > Chemins système. Le cron relève malgré tout.';
$string['step_folder'] = 'Dossier de dépôt';
$string['step_folder_done'] = '{$a->path} appartient à {$a->owner}:{$a->group}, mode {$a->mode}.';
$string['step_folder_missing'] = '{$a->path} n’existe pas. Les commandes ci-dessous le créent.';
$string['step_folder_notinherited'] = '{$a->path} appartient à {$a->owner}:{$a->group}, mode {$a->mode} : les fichiers n’ont pas son groupe. Les commandes ci-dessous mettent le mode 2770.';
$string['step_folder_obstructed'] = '{$a->path} appartient à {$a->owner}:{$a->group}, mode {$a->mode}, et des fichiers ne peuvent pas en être retirés : voir le contrôle de ses permissions.';
$string['step_folder_open'] = '{$a->path} a le mode {$a->mode} : tout le monde sur cette machine peut y écrire. Les commandes ci-dessous le donnent à un compte à lui.';
$string['step_folder_own'] = '{$a->path} appartient au compte du serveur web ({$a->owner}:{$a->group}, mode {$a->mode}) : personne d’autre ne peut livrer. Les commandes ci-dessous le donnent à un compte qui le peut, en mode 2770.';
$string['step_library'] = 'Bibliothèque';
$string['step_library_done'] = 'sync_ingest {$a} est chargée.';
$string['step_library_missing'] = 'Elle ne peut pas être chargée. Installez le zip de l’extension qui la contient, ou nommez-la dans config.php : $CFG->tool_syncingest_library ; PHP a besoin de son extension FFI.';
$string['step_mail'] = 'Courriel d’essai';
$string['step_mail_button'] = 'Envoyer une alarme d’essai';
$string['step_mail_done'] = 'Le serveur de courriel a accepté une alarme d’essai : {$a}.';
$string['step_mail_never'] = 'Aucune alarme n’est encore partie : nul ne sait si elle arriverait.';
$string['step_todo'] = 'à faire';
$string['steps'] = 'Premiers pas';
$string['steps_complete'] = 'tout est fait';
$string['storedas'] = 'enregistré sous le nom « {$a} »';
$string['storegiven'] = 'Enregistrer sous le nom donné par Moodle';
$string['storerenamed'] = 'Enregistrer sous le nom que Moodle donne';
$string['storerenamed_desc'] = 'Moodle change certains noms : il en retire par exemple les apostrophes et les &amp;. Sans cette option, un fichier d’un tel nom est refusé ; avec elle, il est enregistré sous le nom que Moodle lui donne (« d’accord.csv », avec une apostrophe droite, sous « daccord.csv »), et l’historique montre les deux. Deux fichiers qui recevraient le même nom ne sont jamais confondus : le second est refusé.';
$string['suspended_maintenance'] = 'le site est en mode maintenance.';
$string['suspended_upgrade'] = 'une mise à jour de Moodle ou d’un plugin n’a pas encore été exécutée.';
$string['syncingest:manage'] = 'Gérer le dossier de dépôt';
$string['syncingest:receivealarms'] = 'Recevoir les alarmes du dossier de dépôt';
$string['task_collect'] = 'Relever ce qui a été déposé';
$string['task_run_feeds'] = 'Exécuter les flux';
$string['task_tidy'] = 'Supprimer ce qui a été gardé assez longtemps';
$string['testdelivered'] = 'Le fichier d’essai a été livré, relevé, retrouvé dans les fichiers de Moodle, et supprimé.';
$string['testdeliveryfailed'] = 'Le fichier d’essai a été livré, mais pas relevé. {$a}';
$string['testdeliveryrefused'] = 'Le fichier d’essai n’a pas pu être écrit dans {$a}.';
$string['testnotsent'] = 'L’alarme d’essai n’a pas pu être envoyée. Voir Administration du site > Serveur > Courriel.';
$string['testsent'] = 'L’alarme d’essai est en route vers les destinataires.';
$string['testsentbyweb'] = 'L’alarme d’essai n’a pas pu être envoyée. Elle est là en notification web, mais aucun courriel n’est parti : voir le contrôle des destinataires, et Administration du site > Serveur > Courriel.';
$string['tidied_archives'] = '{$a} version(s) remplacée(s) supprimée(s)';
$string['tidied_rejected'] = '{$a} fichier(s) refusé(s) supprimé(s)';
$string['tidied_runs'] = 'Exécutions de flux supprimées : {$a}';
$string['tidied_stored'] = '{$a} fichier(s) enregistré(s) supprimé(s) en raison de leur âge';
$string['timerejected'] = 'Refusé le';
$string['tools'] = 'Outils';
$string['tools_pages'] = 'Pages d’autres outils';
$string['tools_pages_desc'] = 'Débuts de chemins sous le dossier de Moodle, un par ligne, comme local/exemple/. Avant chacune de ces pages et chacun de ces scripts, tout est relevé.';
$string['tools_presets'] = 'Outils connus';
$string['tools_presets_desc'] = 'Avant chaque page et chaque tâche de ces outils, tout est relevé, sans qu’ils soient modifiés. Un outil qui n’est pas installé ne gêne pas ici.';
$string['tools_tasks'] = 'Tâches d’autres outils';
$string['tools_tasks_desc'] = 'Classes de tâches planifiées ou ad hoc, une par ligne, comme local_exemple\\task\\import. Ce qui se termine par \\ désigne toutes les classes de cet espace de noms.';
$string['toomanytomanage'] = 'Le gestionnaire de fichiers sert pour {$a} fichiers au plus : voici la liste.';
$string['unfinishednames'] = 'Noms de fichiers inachevés';
$string['unfinishednames_desc'] = 'Les fichiers d’un tel nom sont laissés en place jusqu’à ce qu’ils soient renommés, en plus de ceux qui sont connus : terminaisons comme *.busy, débuts comme tmp-*, séparés par des espaces.';
$string['uninstall_kept'] = 'Laissé sur cette machine, car c’est à une personne d’en décider : {$a->path} ({$a->count} fichier(s)). Il peut contenir des données personnelles.';
$string['unverified'] = 'les garanties n’y ont pas été vérifiées';
$string['uploaded'] = '{$a} fichier(s) enregistré(s).';
$string['uploadintro'] = 'Ce que vous déposez est enregistré comme une livraison : un fichier du même nom devient une version remplacée, et ceux qui traitent les livraisons en sont avertis.';
$string['usetoolsync'] = 'Enregistrer pour tool_sync';
$string['usetoolsync_desc'] = 'Relever dans la zone de fichiers du plugin tool_sync (tool_sync / syncfiles), s’il est installé.';
$string['wait'] = 'Attendre et relever';
$string['waiting'] = 'En attente';
$string['waiting_page'] = 'Cette page se met à jour d’elle-même quand le prochain fichier est prêt.';
$string['warning_administrator'] = 'c’est le compte d’un administrateur : laissé tel quel';
$string['warning_cohort_member_not_owned'] = 'la personne était déjà dans la cohorte, et le flux n’a pas le droit de reprendre cela : laissé tel quel';
$string['warning_cohort_new'] = 'la cohorte « {$a->value} » est créée';
$string['warning_feed_owner'] = 'c’est le compte du propriétaire du flux : laissé tel quel';
$string['warning_foreign_component'] = 'il appartient à un autre plugin : laissé tel quel';
$string['warning_guest'] = 'c’est le compte visiteur : laissé tel quel';
$string['warning_kept'] = '{$a->column} reste tel quel : le flux n’a pas le droit de le modifier';
$string['warning_not_owned'] = 'le compte existait déjà, et le flux n’a pas le droit de le reprendre : laissé tel quel';
$string['warning_object_not_owned'] = 'il existait déjà, et le flux n’a pas le droit de le reprendre : laissé tel quel';
$string['warning_owner_may_not'] = 'le propriétaire du flux n’a pas ce droit : laissé tel quel';
$string['warning_pinned'] = 'une personne l’a rétabli : laissé tel quel';
$string['warning_system_role'] = 'le compte a un rôle dans tout le site : laissé tel quel';
$string['warning_username_changed'] = 'le nom d’utilisateur est enregistré comme « {$a->to} »';
$string['withchosen'] = 'Avec les fichiers choisis :';
